/* SPDX-License-Identifier: MIT */
/* Two page tables side by side, and the frames between them: some pages of a parent and a child. Whether
   an entry is writable, pagemap does not say: after fork() none is, and a write that faults makes one so. */
"use strict";

const FORK_ROWS = {760: 6, 350: 5};

/* By index and process: since which moment its entries may be written to. */
function writableAt(run, index) {
	const writable = new Map();

	for (let at = 0; at <= index; at++) {
		const before = new Set(run.moments[at - 1]?.regions.map(({pid}) => pid));
		const {regions} = run.moments[at];

		/* Shared memory keeps its entries as they are. */
		if (at && regions.some(({pid, runs}) => !before.has(pid) && runs.some(([, , , , bits]) => bits & 1 << 8 && !(bits & 1 << 6))))
			writable.clear();
		for (const {kind, of, before: when, address, pages, words} of run.events)
			if (kind === "fault" && when === at && pages && /^a write/.test(words))
				writable.set(of, [...writable.get(of) ?? [], [address, pages]]);
	}
	return (region, page, bytes) => (writable.get(region.pid) ?? []).some(([address, pages]) => {
		const first = (address - region.address) / bytes;

		return page >= first && page < first + pages;
	});
}

function forkFaults(run, index, pid) {
	return run.events.filter(({kind, of, before}) => kind === "fault" && of === pid && before === index)
		.reduce((sum, {nr}) => sum + nr, 0);
}

/* For each page the frame that it had first, and the one that came later. */
function framesOf(run, page) {
	const frames = [];

	for (const region of run.moments.flatMap(({regions}) => regions)) {
		const now = pageAt(region, page);

		if (now?.present && !frames.includes(now.low))
			frames.push(now.low);
	}
	return frames.slice(0, 2);
}

function words(x, y, said, more = {}) {
	return svg("text", {x, y, "font-size": 12, class: "d-ink", ...more}, said);
}

function forkEntry(x, y, width, page, now, writable) {
	const small = width < 100;
	const kind = !now ? "d-none" : writable ? "d-open" : "d-shut";

	return [svg("rect", {x: x + 0.5, y: y + 0.5, width: width - 1, height: 33, class: kind}),
		words(x + 8, y + 21, String(page), {"font-weight": "bold"}),
		...now ? [words(x + width - 8, y + 21, small ? writable ? "rw" : "r–" : writable ? "writable" : "read-only", {"text-anchor": "end"})] : []];
}

function forkFrame(x, y, width, frame, users, node) {
	return [svg("rect", {x: x + 0.5, y: y + 0.5, width: width - 1, height: 19, class: users ? "d-open" : "d-none"}),
		...users ? [svg("rect", {x, y, width: 5, height: 20, class: `d-node${node % 4}`}),
			words(x + 10, y + 14, hex(frame).slice(2), {"font-size": 11}),
			words(x + width - 5, y + 14, `×${users}`, {"font-size": 11, "font-weight": "bold", "text-anchor": "end"})] : []];
}

/* A process's memory as smaps would have it: Pss divides each page by its users. */
function forkSums(region, bytes) {
	const present = region.runs.filter(([, , , , bits]) => bits & 1 << 8);
	const sum = (fn) => Math.round(present.reduce((all, pages) => all + pages[1] * fn(pages[6]), 0) * bytes / 1024);

	return {Rss: sum(() => 1), Pss: sum((count) => 1 / Math.max(1, count)), shared: sum((count) => count > 1 ? 1 : 0)};
}

function forkBars(regions, who, bytes, width) {
	const sums = regions.map((region) => forkSums(region, bytes));
	const most = Math.max(...sums.map(({Rss}) => Rss));
	const each = width / 2 - 10;

	return regions.flatMap((region, i) => Object.entries(sums[i]).flatMap(([name, value], row) => {
		const x = who(region) === "parent" ? 0 : width / 2 + 10, y = row * 18;
		const long = (each - 110) * value / most;

		return [words(x, y + 12, name, {"font-size": 11}), svg("rect", {x: x + 46, y: y + 3, width: Math.max(1, long), height: 11, class: name === "shared" ? "d-shut" : "d-node0"}),
			words(x + 50 + long, y + 12, `${value} kB`, {"font-size": 11})];
	}));
}

function drawFork(record, index, width) {
	const [run] = record.runs, moment = run.moments[index], bytes = record.page_bytes;
	const small = width < 500, table = small ? 86 : 160, wide = small ? 73 : 96, gap = small ? 2 : 40;
	const nr = moment.regions[0].pages, rows = FORK_ROWS[width];
	const pages = Array.from({length: rows}, (_, i) => i < 2 ? i : i >= rows - 1 ? nr - 1 : Math.floor((i - 1) * nr / (rows - 2)));
	const who = (region) => isChild(run, region.pid) ? "child" : "parent";
	const columns = [width / 2 - gap / 2 - wide, width / 2 + gap / 2];
	const isWritable = writableAt(run, index);
	const parts = [words(0, 12, small ? "parent" : "page table of the parent", {"font-weight": "bold"}),
		words(width / 2, 12, small ? "frames, users" : "frames, and how many entries lead to each", {"font-weight": "bold", "text-anchor": "middle"}),
		words(width, 12, small ? "child" : "page table of the child", {"font-weight": "bold", "text-anchor": "end"})];

	pages.forEach((page, row) => {
		const y = 22 + row * 44, frames = framesOf(run, page);
		const entries = ["parent", "child"].map((name) => moment.regions.find((region) => who(region) === name))
			.map((region) => region && {region, now: pageAt(region, page)});

		entries.forEach((entry, side) => {
			const now = entry?.now?.present ? entry.now : undefined;
			const lane = frames.indexOf(now?.low);
			const from = side ? width - table : table;
			const to = columns[lane] + (side ? wide : 0), middle = y + 12 + lane * 21;

			if (now && lane >= 0)
				parts.push(svg("path", {d: `M${from} ${y + 17}C${from + (to - from) * 0.4} ${y + 17} ${from + (to - from) * 0.4} ${middle} ${to} ${middle}`, class: side ? "d-wire-child" : "d-wire"}));
			parts.push(...forkEntry(side ? width - table : 0, y, table, page, now, now && isWritable(entry.region, page, bytes)));
		});
		frames.forEach((frame, lane) => {
			const users = entries.filter((entry) => entry?.now?.present && entry.now.low === frame);

			parts.push(...forkFrame(columns[lane], y + 2 + lane * 21, wide, frame, users[0]?.now.count, users[0]?.now.node));
		});
	});
	const bars = 30 + rows * 44;

	parts.push(svg("g", {transform: `translate(0 ${bars})`}, ...forkBars(moment.regions, who, bytes, width)));
	return {parts, height: bars + 60};
}

/* What the drawing shows, of all pages. */
function sayFork(record, index) {
	const [run] = record.runs, moment = run.moments[index], isWritable = writableAt(run, index);

	return `“${moment.name}”: ` + moment.regions.map((region) => {
		const counts = countRegion(region, regionOf(run.moments[index - 1], region.name, region.pid));
		const open = Array.from({length: region.pages}, (_, page) => isWritable(region, page, record.page_bytes)).filter((one) => one).length;
		const faults = forkFaults(run, index, region.pid);

		return `the ${isChild(run, region.pid) ? "child" : "parent"} has ${plural(region.pages, "page")}, ` +
			`${counts.shared || "none"} in a frame that both map; ${open || "none"} may be written to without a fault` +
			(index && faults ? `. Since the moment before it took ${plural(faults, "fault")} there, and ${counts.fresh || "no"} ${counts.fresh === 1 ? "page has" : "pages have"} a new frame` : "");
	}).join("; ") + ".";
}

/* Of several programs one can be chosen. */
figures.fork = (place, {record, programs = [], asks = [], ...range}) => {
	if (!programs.length)
		return playFork(place, {record, asks, ...range});
	const inner = make("div");
	let again;
	const choose = () => {
		inner.replaceChildren();
		again = playFork(inner, {record: programs[Number(pick.value)].record, asks, ...range});
	};
	const pick = make("select", {onchange: choose}, ...programs.map(({name}, i) => make("option", {value: String(i)}, name)));

	place.append(make("div", {className: "bar"}, make("label", {}, "Program ", pick)), inner);
	choose();
	return () => again();
};

function playFork(place, {record, asks, ...range}) {
	const moments = worthSeeing(record.runs[0], range);
	const show = (at, stage) => {
		const width = widthOf(stage), said = sayFork(record, moments[at].index);

		drawInto(stage, width, drawFork(record, moments[at].index, width), said);
		return said;
	};
	const player = new Player(place, {moments, show, asks: asks.map((ask) => ({...ask, moment: moments.findIndex(({name}) => name === ask.moment)}))});

	place.append(make("p", {className: "sum"}, "Grey entries are read-only: a write takes a fault. A dashed frame is not in use here."));
	return () => player.again();
}

figures.fork.still = (width, {record, programs = [], ...range}) => {
	if (programs.length)
		return programs.slice(0, 2).flatMap(({name, record: one}) => {
			const index = one.runs[0].moments.findIndex((moment) => moment.name === "child-wrote");

			return [stillTitle(`${name}, at “child-wrote”`), drawFork(one, index, width)];
		});
	const moments = worthSeeing(record.runs[0], range);

	return [moments[0], moments.at(-1)].flatMap(({name, index}) => [stillTitle(`“${name}”`), drawFork(record, index, width)]);
};

function stillTitle(said) {
	return {parts: [words(0, 18, said, {"font-size": 14, "font-weight": "bold"})], height: 32};
}
