/* SPDX-License-Identifier: MIT */
/* The memory accesses of a run that ./run --traffic counted: local ones and remote ones of each CPU, as
   bars over time, and in words. */
"use strict";

const TRAFFIC_CPUS = 16;
const TRAFFIC_ROW = 44;

/* Of a run without counts undefined; else the CPUs that matter with their samples, of regions, or of
   all memory where no region was named. */
function trafficOf(record, run) {
	const {cpus, samples} = run.traffic ?? {};
	const nodes = (record.nodes ?? []).map(cpusOf);

	if (!cpus?.length || !samples?.length)
		return undefined;
	want(cpus.every(isCount) && samples.every((sample) => Array.isArray(sample) && sample.every(isCount) &&
		sample.length === 3 + cpus.length * nodes.length * 2), "its traffic is not numbers, or too few");
	const homes = cpus.map((cpu) => nodes.findIndex((list) => list.some(([first, last]) => cpu >= first && cpu <= last)));
	const countOf = (sample, cpu, node, where) => sample[3 + (cpu * nodes.length + node) * 2 + where];
	const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
	const sides = (sample, cpu, where) => [true, false].map((local) => sum(nodes.map((_, node) =>
		(node === homes[cpu]) === local ? countOf(sample, cpu, node, where) : 0)));
	const where = samples.some((sample) => cpus.some((_, cpu) => sum(sides(sample, cpu, 0)))) ? 0 : 1;
	const lines = cpus.map((cpu, i) => {
		const bars = samples.map((sample) => {
			const [local, remote] = sides(sample, i, where);

			return {from: sample[0], to: sample[1], before: sample[2], local, remote};
		}).filter(({local, remote}) => local + remote);

		return {cpu, node: homes[i], bars, local: sum(bars.map(({local}) => local)), remote: sum(bars.map(({remote}) => remote))};
	});
	const local = sum(lines.map((line) => line.local)), remote = sum(lines.map((line) => line.remote));

	return {ofRegions: where === 0, local, remote, cost: modelOf(record, lines),
		lines: lines.filter((line) => line.local + line.remote > (local + remote) / 1000).slice(0, TRAFFIC_CPUS)};
}

/* How many times as long accesses take as if all were local, if a distance were a time; of two nodes. */
function modelOf(record, lines) {
	const distance = (from, to) => Number(record.distances?.[from]?.[to]);
	const cost = (far) => lines.reduce((all, {node, local, remote}) => all + local * distance(node, node) +
		remote * distance(node, far ? 1 - node : node), 0);

	return record.nodes?.length === 2 ? cost(true) / cost(false) : NaN;
}

function grouped(number) {
	return number.toLocaleString("en");
}

function percent({local, remote}) {
	return Math.round(remote * 100 / Math.max(1, local + remote)) + " %";
}

function sayTraffic(traffic) {
	const what = traffic.ofRegions ? "Accesses to the regions" : "Accesses";
	const model = traffic.cost ? ` A model: if an access took as long as the distance of its node says, all would take ` +
		`${traffic.cost.toFixed(2)} times as long as if they were local. Emulation shows no latency.` : "";

	return `${what}: ${grouped(traffic.local)} local, ${grouped(traffic.remote)} remote (${percent(traffic)}).${model}`;
}

/* A row for each CPU. Local accesses reach up, remote ones down, and an area stands for a number. */
function plotTraffic(traffic, run, moment, width) {
	const end = Math.max(...traffic.lines.flatMap(({bars}) => bars.map(({to}) => to)), ...run.moments.map(({us}) => us));
	const left = 96, at = (us) => left + us / Math.max(1, end) * (width - left - 10);
	const rate = ({from, to}, nr) => nr / Math.max(1, to - from);
	const most = Math.max(...traffic.lines.flatMap(({bars}) => bars.flatMap((bar) => [rate(bar, bar.local), rate(bar, bar.remote)])));
	const height = traffic.lines.length * TRAFFIC_ROW + 24;
	const picture = svg("svg", {width, height, role: "img",
		"aria-label": `Accesses over time of ${plural(traffic.lines.length, "CPU")}; the table below has the numbers`});

	run.moments.forEach(({us, name}, index) => {
		const chosen = index === moment;

		picture.append(svg("line", {x1: at(us), x2: at(us), y1: 0, y2: height - 18, class: chosen ? "moment-line chosen" : "moment-line"}));
		if (chosen)
			picture.append(svg("text", {x: Math.min(at(us), width - 60), y: height - 4, "text-anchor": "middle"}, name));
	});
	traffic.lines.forEach(({cpu, node, bars}, index) => {
		const y = index * TRAFFIC_ROW + TRAFFIC_ROW / 2;
		const bar = (one, nr, side) => {
			const tall = rate(one, nr) / Math.max(most, 1e-9) * (TRAFFIC_ROW / 2 - 3);

			return svg("rect", {x: at(one.from), width: Math.max(1, at(one.to) - at(one.from)), y: side === "local" ? y - tall : y,
				height: tall, class: side}, svg("title", {}, `${seconds(one.from)} to ${seconds(one.to)}: ${grouped(nr)} ${side}`));
		};

		picture.append(svg("text", {x: 0, y: y + 4}, `CPU ${cpu}, node ${node}`),
			...bars.flatMap((one) => [["local", one.local], ["remote", one.remote]].filter(([, nr]) => nr)
				.map(([side, nr]) => bar(one, nr, side))),
			svg("line", {x1: left, x2: width - 10, y1: y, y2: y, class: "thread-line"}));
	});
	return picture;
}

/* By moment and CPU. */
function tableTraffic(traffic, run) {
	const nr = run.moments.length;
	const names = [...run.moments.map(({name}) => `to “${name}”`), "to the end"];
	const cell = (text) => make("td", {className: "count"}, text);
	const rows = names.flatMap((name, before) => traffic.lines.map(({cpu, node, bars}) => {
		const here = bars.filter((bar) => Math.min(bar.before, nr) === before);
		const sums = {local: 0, remote: 0};

		here.forEach(({local, remote}) => {
			sums.local += local;
			sums.remote += remote;
		});
		return sums.local + sums.remote ? make("tr", {}, make("th", {scope: "row"}, name), make("td", {className: "whose"}, `CPU ${cpu}, node ${node}`),
			cell(grouped(sums.local)), cell(grouped(sums.remote)), cell(percent(sums))) : undefined;
	})).filter((row) => row);

	return make("div", {className: "wide", tabIndex: 0, role: "region", "aria-label": "Accesses by moment and CPU"},
		make("table", {}, make("thead", {}, make("tr", {}, ...["time", "CPU", "local", "remote", "remote"].map((title) =>
			make("th", {scope: "col"}, title)))), make("tbody", {}, ...rows)));
}
