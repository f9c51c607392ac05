/* SPDX-License-Identifier: MIT */
/* A moment of a run: nodes with their threads, regions with their pages, where the frames lie. For
   the page of --view and for the book's figures, which may have several runs on one page. All names
   and words of a record are the program's, and become text, never markup. */
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const FREE_BLOCKS = /^free, (node \d+ \S+), order (\d{1,2})$/;
const MOST_ORDERS = 16, MOST_ZONES = 8;
const MOST_LINES = 16; /* between pages that have the same frame */

/* An element with properties and what is in it; a string there is text. */
function make(name, more = {}, ...inner) {
	const element = document.createElement(name);

	for (const [key, value] of Object.entries(more))
		if (key in element)
			element[key] = value;
		else
			element.setAttribute(key, value);
	element.append(...inner);
	return element;
}

function svg(name, more, ...inner) {
	const element = document.createElementNS(SVG, name);

	for (const [key, value] of Object.entries(more))
		element.setAttribute(key, value);
	element.append(...inner);
	return element;
}

function seconds(us) {
	return (us / 1e6).toFixed(us < 1e6 ? 3 : 2) + " s";
}

/* The first process of a run; others are its children. */
function isChild(run, pid) {
	return run.moments.some((moment) => moment.threads.some((thread) => thread.pid < pid));
}

function cpusOf(list) {
	return String(list ?? "").split(",").filter((part) => part).map((part) => part.split("-").map(Number))
		.map(([first, last = first]) => [first, last]);
}

function sayCell(region, number, page) {
	if (!page)
		return `page ${number} of ${region.name}: was not looked at`;
	if (page.swapped)
		return `page ${number} of ${region.name}: in a swap area`;
	if (!page.present)
		return `page ${number} of ${region.name}: not in memory`;
	return `page ${number} of ${region.name}: frame ${hex(page.low)} on node ${page.node}, ` +
		`mapped ${page.count === 1 ? "once" : page.count + " times"}`;
}

/* The page that a key leads to from `page`; undefined: it is no such key. */
function moveBy(grid, key, page) {
	const steps = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -grid.columns, ArrowDown: grid.columns,
		Home: -Infinity, End: Infinity};

	if (!(key in steps))
		return undefined;
	return pageOfCell(grid, Math.max(0, Math.min(grid.cells - 1, cellOfPage(grid, page) + steps[key])));
}

/* Frames of runs of pages, each once: fn(frame). */
function eachFrame(moment, node, fn) {
	const seen = new Set();
	let left = 200000;

	for (const [, nr, low, step, bits, , , on] of moment.regions.flatMap(({runs}) => runs)) {
		if (on !== node || !(bits & 1 << 8))
			continue;
		for (let i = 0; i < (step ? nr : 1) && left-- > 0; i++) {
			const frame = low + i * step;

			if (!seen.has(frame)) {
				seen.add(frame);
				fn(frame);
			}
		}
	}
}

/* The blocks of memory on that node in which the run ever had a frame, the same for all its moments:
   what is never used between them has no place. Large blocks, but so many that one sees something. */
function usedOn(run, node) {
	run.used ??= new Map();
	if (!run.used.has(node)) {
		const frames = new Set();

		for (const moment of run.moments)
			eachFrame(moment, node, (frame) => frames.add(frame));
		const [blocks, size] = [512, 64, 8, 1].map((each) =>
			[[...new Set([...frames].map((frame) => Math.floor(frame / each)))], each])
			.find(([some, each]) => some.length >= 32 || each === 1);

		blocks.sort((a, b) => a - b);
		run.used.set(node, {blocks, size, place: new Map(blocks.map((block, i) => [block, i]))});
	}
	return run.used.get(node);
}

/* A line may end behind each underscore of a name. */
function breakable(name) {
	return name.split(/(?<=_)/).flatMap((part) => [part, make("wbr")]);
}

/* The counters that change in a run: a line through the numbers of each, as far as moment `last`. */
function plotCounters(run, index, names = changingCounters(run), last = run.moments.length - 1) {
	return names.map((name) => {
		const values = run.moments.map(({counters}) => Number(counters?.[name] ?? 0));
		const low = Math.min(...values), span = Math.max(1, Math.max(...values) - low);
		const x = (at) => 4 + at / Math.max(1, values.length - 1) * 132;
		const y = (value) => 34 - (value - low) / span * 28;
		const known = values.slice(0, last + 1);
		const line = known.map((value, at) => `${x(at)},${y(value)}`).join(" ");

		return make("div", {className: "counter"}, make("span", {}, ...breakable(name)), svg("svg", {width: 140, height: 40, role: "img",
			"aria-label": `${name}: ${known.join(", ")}`}, svg("polyline", {points: line}),
		svg("circle", {cx: x(index), cy: y(values[index]), r: 4})),
		make("span", {}, `${values[index]} (+${values[index] - values[0]})`.replace("+-", "−")));
	});
}

/* Free blocks have a picture of their own. */
function changingCounters({moments}) {
	return Object.keys(moments[0]?.counters ?? {}).filter((name) => !FREE_BLOCKS.test(name) &&
		new Set(moments.map(({counters}) => counters?.[name])).size > 1);
}

/* For each zone how many pages are free in blocks of each order. */
function freePages(moment) {
	const zones = new Map();

	for (const [name, value] of Object.entries(moment?.counters ?? {})) {
		const [, zone, order] = FREE_BLOCKS.exec(name) ?? [];

		if (order < MOST_ORDERS)
			zones.set(zone, Object.assign(zones.get(zone) ?? [], {[order]: Number(value) * 2 ** order}));
	}
	return zones;
}

/* A bar for each order, as high as what is free in its blocks, with their number; a line where it was
   before. */
function plotFree(pages, before, most) {
	const each = 34, tall = 60, width = pages.length * each;
	const y = (nr) => 16 + tall - tall * nr / Math.max(1, most);
	const picture = svg("svg", {viewBox: `0 0 ${width} ${tall + 34}`, width, role: "img"});

	pages.forEach((nr, order) => {
		const x = order * each, middle = x + each / 2 - 2;

		picture.append(svg("rect", {x, y: y(nr) - 1, width: each - 4, height: tall + 17 - y(nr)}),
			svg("text", {x: middle, y: y(nr) - 4, "text-anchor": "middle"}, String(nr / 2 ** order)),
			svg("text", {x: middle, y: tall + 30, "text-anchor": "middle", class: "order"}, String(order)));
		if (before?.[order] !== undefined && before[order] !== nr)
			picture.append(svg("path", {d: `M${x - 1} ${y(before[order])}h${each - 2}`}));
	});
	return picture;
}

/* What the signs of a run's pages mean, as [words, page, marks]. */
function signsOf(run) {
	const page = (more) => ({present: true, swapped: false, node: 0, count: 1, flags: 0, low: 1, ...more});
	const runs = run.moments.flatMap(({regions}) => regions).flatMap((region) => region.runs);
	const has = (name) => runs.some((one) => flagsOf({flags: one[5]}).has(name));
	const nodes = [...new Set(runs.map((one) => one[7]))].filter((node) => node >= 0).sort();

	return [...nodes.map((node) => [`node ${node}`, page({node}), {}, true]),
		["frame mapped more than once", page({count: 2}), {}, runs.some((one) => one[6] > 1)],
		["another frame than before", page({}), {fresh: true}, true],
		["part of a huge page: no gaps", page({}), {right: true, below: true}, has("compound_tail")],
		["page of zeros", page({}), {zero: true}, has("zero_page")],
		["locked", page({}), {locked: true}, has("mlocked") || has("unevictable")],
		["was pinned", page({}), {pinned: true}, run.events.some(({kind}) => kind === "pin")],
		["swapped", page({present: false, swapped: true}), {}, runs.some((one) => !(one[4] & 1 << 8) && one[4] & 1 << 7)],
		["absent", page({present: false}), {}, runs.some((one) => !(one[4] & 1 << 8 | one[4] & 1 << 7))]]
		.filter((entry) => entry[3]);
}

function showSigns(run) {
	return make("ul", {className: "signs"}, ...signsOf(run).map(([words, one, marks]) => {
		const canvas = make("canvas", {});
		const drawing = new Drawing();

		canvas.setAttribute("aria-hidden", "true");
		drawing.cell(1, 1, 18, one, marks);
		drawing.onto(sizeCanvas(canvas, 20, 20));
		return make("li", {}, canvas, " ", words);
	}));
}

/* A run that is shown. `choose` is told which page is clicked on, `say` what a key led to; `heading` is the
   element of a region's name. */
class Scene {
	constructor(record, run, {choose, say, mostCells, heading = "h4"} = {}) {
		Object.assign(this, {record, run, choose, say, mostCells, heading, chosen: undefined, drawings: []});
	}

	momentAt(index) {
		return this.run?.moments[index];
	}

	draw() {
		this.drawings.forEach((draw) => draw());
	}

	/* Pages that the record saw pinned before this moment. When they were released it does not say. */
	pinnedBefore(region, moment) {
		const pins = this.run.events.filter((event) => event.kind === "pin" && event.before <= moment &&
			event.region === region.name && event.of === region.pid && event.pages);
		const bytes = this.record.page_bytes || 4096;

		return (page) => pins.some((event) => {
			const first = (event.address - region.address) / bytes;

			return page >= first && page < first + event.pages;
		});
	}

	chosenPage(index) {
		const region = this.chosen && regionOf(this.momentAt(index), this.chosen.name, this.chosen.pid);

		return region && pageAt(region, this.chosen.page);
	}

	regionTitle(region) {
		const processes = new Set(this.run.moments.flatMap((moment) => moment.threads.map(({pid}) => pid)));

		if (processes.size < 2)
			return region.name;
		return `${region.name} of ${isChild(this.run, region.pid) ? "child" : "parent"} ${region.pid}`;
	}

	/* A region at a moment: its name, its grid, and a line about the page under the pointer. Where its squares
	   are is added to `places`. */
	showRegion(region, index, places = []) {
		const before = regionOf(this.momentAt(index - 1), region.name, region.pid);
		const words = sayRegion(region, before);
		const canvas = make("canvas", {tabIndex: 0, role: "application",
			"aria-label": `${this.regionTitle(region)} at “${this.momentAt(index).name}”, ${words}. Arrow keys go from page to page.`});
		const box = make("div", {className: "box"}, canvas);
		const under = make("p", {className: "under"}, "\u00a0");
		const chosen = () => this.chosen?.name === region.name && this.chosen?.pid === region.pid ?
			this.chosen.page : undefined;
		const tell = (number) => under.textContent = number === undefined ? "\u00a0" :
			sayCell(region, number, pageAt(region, number));
		const place = {region, canvas};
		let grid;

		places.push(place);
		this.drawings.push(() => {
			const page = this.chosenPage(index);

			grid = place.grid = drawGrid(canvas, region, before, {chosen: chosen(), wasPinned: this.pinnedBefore(region, index),
				most: this.mostCells, isFriend: (other, number) => page?.present && other.present &&
					other.low === page.low && number !== chosen()});
			tell(chosen());
		});

		canvas.addEventListener("mousemove", (event) => tell(pageUnder(grid, event.offsetX, event.offsetY)));
		canvas.addEventListener("mouseleave", () => tell(chosen()));
		canvas.addEventListener("click", (event) => {
			const number = pageUnder(grid, event.offsetX, event.offsetY);

			if (number !== undefined)
				this.choose({name: region.name, pid: region.pid, page: number});
		});
		canvas.addEventListener("keydown", (event) => {
			const number = moveBy(grid, event.key, chosen() ?? 0);

			if (number === undefined || event.altKey || event.ctrlKey || event.metaKey)
				return;
			event.preventDefault();
			event.stopPropagation();
			this.choose({name: region.name, pid: region.pid, page: chosen() === undefined ? 0 : number});
			this.say(sayCell(region, this.chosen.page, pageAt(region, this.chosen.page)));
		});
		return make("div", {className: "region"}, make(this.heading, {className: "name"}, this.regionTitle(region)),
			make("p", {className: "sum"}, words), box, under);
	}

	nodeOfCpu(cpu) {
		return (this.record.nodes ?? []).findIndex((list) =>
			cpusOf(list).some(([first, last]) => cpu >= first && cpu <= last));
	}

	sayThreads(moment) {
		const shown = moment.threads.slice(0, 8).map(({name, tid, cpu}) => `${name} ${tid} on CPU ${cpu}` +
			(this.nodeOfCpu(cpu) < 0 ? "" : ` (node ${this.nodeOfCpu(cpu)})`));
		const more = moment.threads.length - shown.length;

		return moment.threads.length ? "Threads: " + shown.join(", ") + (more > 0 ? `, and ${more} more` : "") :
			"No thread of the program.";
	}

	/* Nodes with their CPUs, and who was on which. */
	showMachine(moment) {
		const cpus = (list) => cpusOf(list).flatMap(([first, last]) =>
			Array.from({length: Math.min(64, last - first + 1)}, (_, i) => first + i));
		const nodes = (this.record.nodes ?? []).slice(0, 8).map((list, node) =>
			make("div", {className: "node", style: `border-color: var(--node${node % 4})`}, `node ${node}`,
				...cpus(list).map((cpu) => {
					const here = moment.threads.filter((thread) => thread.cpu === cpu);

					return make("span", {className: here.length ? "cpu busy" : "cpu"}, String(cpu),
						...here.slice(0, 4).map(({name, tid}) => make("strong", {}, ` ${name} ${tid}`)),
						here.length > 4 ? ` and ${here.length - 4} more` : "");
				})));

		return make("div", {className: "machine", role: "img", "aria-label": this.sayThreads(moment)}, ...nodes);
	}

	/* Where in the memory of a node the frames of the regions lie: how many in each block. */
	showNode(index, node) {
		const {blocks, size, place} = usedOn(this.run, node);
		const frames = [];

		eachFrame(this.momentAt(index), node, (frame) => frames.push(frame));
		frames.sort((a, b) => a - b);
		const words = frames.length === 1 ? `Node ${node}: 1 frame, ${hex(frames[0])}` : frames.length ? `Node ${node}: ${plural(frames.length, "frame")} from ${hex(frames[0])} to ${hex(frames.at(-1))}, ` +
			`half of them below ${hex(frames[frames.length >> 1])}` : `Node ${node}: no frame`;
		const canvas = make("canvas", {className: "strip", role: "img", "aria-label": words});

		this.drawings.push(() => {
			const width = canvas.parentElement.clientWidth - 2, height = 26;
			const context = sizeCanvas(canvas, width, height);
			const bars = Math.min(blocks.length, Math.floor(width / 4)), bar = Math.min(16, width / bars);
			const barOf = (frame) => Math.floor(place.get(Math.floor(frame / size)) * bars / blocks.length);
			const counts = new Array(bars).fill(0);
			const page = this.chosenPage(index);

			frames.forEach((frame) => counts[barOf(frame)]++);
			const most = Math.max(...counts);

			context.fillStyle = style("back");
			context.fillRect(0, 0, bars * bar, height);
			context.fillStyle = style("node" + node % 4);
			counts.forEach((nr, i) => {
				if (nr)
					context.fillRect(i * bar, height * (1 - Math.max(0.1, nr / most)), bar - 1, height);
			});
			/* Other memory lies between. */
			context.fillStyle = style("ink");
			blocks.forEach((block, i) => {
				if (i && block !== blocks[i - 1] + 1 && bar * bars / blocks.length > 2)
					context.fillRect(Math.floor(i * bars / blocks.length) * bar - 1, height - 6, 1, 6);
			});
			context.strokeStyle = style("line");
			context.strokeRect(0.5, 0.5, bars * bar - 1, height - 1);
			if (page?.present && page.node === node) {
				context.fillStyle = style("chosen");
				context.fillRect((barOf(page.low) + 0.5) * bar - 2, 0, 3, height);
			}
		});
		return make("div", {}, make("p", {className: "sum"}, words), make("div", {className: "box"}, canvas));
	}

	showNodes(index) {
		const all = (this.record.nodes ?? []).map((_, node) => node).filter((node) => usedOn(this.run, node).blocks.length);

		return all.length ? make("div", {className: "region"}, make(this.heading, {className: "name"}, "Where the frames lie, from the lowest to the highest"),
			...all.map((node) => this.showNode(index, node))) : "";
	}

	/* Free memory by order, of the zones where it changes in this run. */
	showFree(index) {
		const all = this.run.moments.map(freePages), now = all[index];
		const zones = [...now.keys()].filter((zone) => new Set(all.map((one) => String(one.get(zone)))).size > 1).slice(0, MOST_ZONES);

		return zones.length ? make("div", {className: "region"},
			make(this.heading, {className: "name"}, "Free memory by order: the number of blocks, a bar for their pages, and a line where it was before"),
			make("div", {className: "zones"}, ...zones.map((zone) => {
				const pages = [...now.get(zone)].map((nr) => nr ?? 0), before = all[index - 1]?.get(zone);
				const words = `${zone}: ${plural(pages.reduce((sum, nr) => sum + nr, 0), "free page")}`;

				const most = Math.max(...all.flatMap((one) => one.get(zone) ?? []).filter((nr) => nr));
				const picture = plotFree(pages, before, most);

				picture.setAttribute("aria-label", `${words}. Blocks of order ` +
					pages.map((nr, order) => `${order}: ${nr / 2 ** order}`).join(", "));
				return make("div", {className: "free"}, make("p", {className: "sum"}, words), picture);
			}))) : "";
	}

	/* The frames that several squares of a moment have, as lists of these squares' middles. */
	sharedFrames(places) {
		const frames = new Map();

		for (const {grid, region, x, y} of places)
			for (let cell = 0; cell < grid.cells; cell++) {
				const page = pageAt(region, pageOfCell(grid, cell));

				if (!page?.present || page.count < 2 || hasFlag(page, "zero_page"))
					continue;
				if (!frames.has(page.low))
					frames.set(page.low, []);
				frames.get(page.low).push([x + GUTTER + (cell % grid.columns + 0.4) * grid.size,
					y + 2 + (Math.floor(cell / grid.columns) + 0.4) * grid.size]);
			}
		return new Map([...frames].filter(([, spots]) => spots.length > 1));
	}

	/* Lines between them: of the page that is chosen all, or of a few frames one each. They are bent, so that one
	   along a row is not in the way of its squares. */
	drawLines(index, section, places) {
		const from = section.getBoundingClientRect();
		const frames = this.sharedFrames(places.map(({canvas, ...place}) => {
			const box = canvas.getBoundingClientRect();

			return {...place, x: box.left - from.left, y: box.top - from.top};
		}));
		const page = this.chosenPage(index), chosen = page?.present && frames.get(page.low);
		const all = [...frames.values()], every = Math.max(1, Math.ceil(all.length / MOST_LINES));
		const lines = chosen ? [chosen] : all.filter((_, i) => i % every === 0).map(([first, ...more]) => [first, more.at(-1)]);
		const bend = ([x, y], [toX, toY]) => {
			const share = Math.min(0.15, 24 / Math.max(1, Math.hypot(toX - x, toY - y)));

			return `M${x} ${y}Q${(x + toX) / 2 + (toY - y) * share} ${(y + toY) / 2 - (toX - x) * share} ${toX} ${toY}`;
		};
		const path = lines.flatMap(([first, ...more]) => more.map((to) => bend(first, to))).join("");

		section.querySelector(".lines").replaceChildren(...path ? [svg("path", {d: path, class: "under-line"}),
			svg("path", {d: path, class: chosen ? "chosen-line" : ""})] : []);
	}

	showMoment(index) {
		const moment = this.momentAt(index), places = [];
		const section = make("section", {className: "moment"},
			make("h3", {}, `“${moment.name}”`, make("small", {}, ` after ${seconds(moment.us)}`)),
			this.showMachine(moment),
			...moment.regions.map((region) => this.showRegion(region, index, places)), this.showNodes(index), this.showFree(index),
			...moment.regions.length ? [] : [make("p", {}, "There is no region that the program has named.")],
			...moment.regions_left_out ? [make("p", {}, `${plural(moment.regions_left_out, "region")} more: not looked at.`)] : [],
			svg("svg", {class: "lines", "aria-hidden": "true"}));

		this.drawings.push(() => this.drawLines(index, section, places));
		return section;
	}

	/* The moment in words, for those who do not see the picture. */
	sayMoment(index) {
		const moment = this.momentAt(index);

		return `Moment ${index + 1} of ${this.run.moments.length}, “${moment.name}”, after ${seconds(moment.us)}. ` +
			`${this.sayThreads(moment)}. ` + moment.regions.map((region) => `${this.regionTitle(region)}: ` +
				sayRegion(region, regionOf(this.momentAt(index - 1), region.name, region.pid))).join(". ");
	}
}
