/* SPDX-License-Identifier: MIT */
/* A node's memory in blocks of 512 frames, while it is compacted, and its free memory by order. */
"use strict";

const BLOCK_FRAMES = 512;

/* Only some pages of a large region are looked at: each stands for so many. */
function timesOf(moment) {
	const seen = moment.blocks.reduce((sum, [, , pages]) => sum + pages, 0);
	const [region] = moment.regions;
	const absent = region.runs.filter(([, , , , bits]) => !(bits & 1 << 8)).reduce((sum, [, nr]) => sum + nr, 0);
	const share = 1 - absent / region.runs.reduce((sum, [, nr]) => sum + nr, 0);

	return Math.max(1, Math.round(region.pages * share / Math.max(1, seen)));
}

/* The blocks of node 0 that had a page at any moment, and by moment what is in each. */
function blocksOfNode(run) {
	const firsts = [...new Set(run.moments.flatMap(({blocks}) => blocks).filter(([, node]) => node === 0).map(([first]) => first))]
		.sort((a, b) => a - b);
	const times = timesOf(run.moments[0]);

	return {firsts, moments: run.moments.map(({blocks}) => firsts.map((first) => {
		const [, , pages = 0, locked = 0, pinned = 0] = blocks.find((block) => block[0] === first) ?? [];

		return {pages: Math.min(BLOCK_FRAMES, pages * times), locked: locked * times, pinned: pinned * times};
	}))};
}

function freeByOrder({counters}) {
	return Array.from({length: 11}, (_, order) => (counters[`free, node 0 DMA, order ${order}`] ?? 0) * 2 ** order);
}

/* Where most pages have left below and come above: the number of blocks below. */
function meeting(before, after) {
	const changes = after.map(({pages}, i) => pages - before[i].pages);
	const gains = changes.map((_, at) => changes.slice(at).reduce((sum, one) => sum + one, 0) - changes.slice(0, at).reduce((sum, one) => sum + one, 0));

	return gains.indexOf(Math.max(...gains));
}

function triangle(x, y, up) {
	return svg("path", {d: up ? `M${x - 4} ${y}l4 -7l4 7z` : `M${x - 4} ${y - 7}l4 7l4 -7z`, class: up ? "d-came" : "d-left"});
}

/* Of the whole node's compaction: how many blocks lie below the place where the scanners met. */
function metAt(run, at) {
	const {moments} = blocksOfNode(run);

	return run.moments[at].name === "compacted" ? meeting(moments[1], moments[at]) : undefined;
}

/* The way of the scanner for pages in use, from the low end, and of that for free frames, from the high end. */
function drawScanners(met, end, y) {
	return [`M0 ${y}H${met - 6}m-6 -4l6 4l-6 4`, `M${end} ${y}H${met + 6}m6 -4l-6 4l6 4`].map((d) => svg("path", {d, class: "d-wire"}));
}

function drawCompaction(run, at, width, guess) {
	const {firsts, moments} = blocksOfNode(run);
	const now = moments[at], before = moments[at - 1];
	const each = Math.floor(width / firsts.length), bar = each - (width < 500 ? 2 : 5), top = 40, tall = 104;
	const parts = [words(0, 12, width < 500 ? "Blocks of 512 frames, low to high" : "Node 0 in blocks of 512 frames, from low to high: how full each is", {"font-weight": "bold"})];

	now.forEach(({pages, locked, pinned}, i) => {
		const x = i * each, high = (nr) => Math.round(tall * nr / BLOCK_FRAMES);
		const change = before ? pages - before[i].pages : 0;

		parts.push(svg("rect", {x: x + 0.5, y: top + 0.5, width: bar, height: tall, class: "d-outline"}));
		if (high(pages))
			parts.push(svg("rect", {x: x + 0.5, y: top + tall - high(pages), width: bar, height: high(pages), class: "d-node0"}));
		if (high(locked)) {
			const from = top + tall - high(pinned + locked), lines = Math.floor(high(locked) / 4);

			parts.push(svg("rect", {x: x + 0.5, y: from, width: bar, height: high(locked), class: "d-locked"}),
				svg("path", {d: Array.from({length: lines}, (_, i) => `M${x + 0.5} ${from + 2.5 + i * 4}h${bar}`).join(""), class: "d-stripe"}));
		}
		if (high(pinned))
			parts.push(svg("rect", {x: x + 0.5, y: top + tall - high(pinned), width: bar, height: high(pinned), class: "d-pinned"}));
		if (Math.abs(change) > 20 && at > 1)
			parts.push(triangle(x + bar / 2, top - 4, change > 0));
		if (i && firsts[i] !== firsts[i - 1] + BLOCK_FRAMES)
			parts.push(svg("path", {d: `M${x - (each - bar) / 2} ${top - 4}v${tall + 12}`, class: "d-gap"}));
	});
	const ends = top + tall + 15, met = metAt(run, at);

	if (met !== undefined)
		parts.push(...drawScanners(met * each - (each - bar) / 2, firsts.length * each - (each - bar), 22));
	if (guess !== undefined)
		parts.push(svg("path", {d: `M${guess * each - (each - bar) / 2} ${top - 10}v${tall + 18}`, class: "d-guess"}));
	parts.push(words(0, ends, hex(firsts[0]), {"font-size": 11}), words(width, ends, hex(firsts.at(-1)), {"font-size": 11, "text-anchor": "end"}));
	return {parts: [...parts, ...drawOrders(freeByOrder(run.moments[at]), width, ends + 24, Math.max(...run.moments.flatMap(freeByOrder)))], height: ends + 24 + 130};
}

function drawOrders(pages, width, top, most) {
	const each = Math.floor(width / 11), tall = 78;

	return [words(0, top, width < 500 ? "Free memory by order, in pages" : `Free memory of node 0 by order, in pages; ${pages.reduce((a, b) => a + b, 0)} in all`, {"font-weight": "bold"}),
		...pages.flatMap((nr, order) => {
			const x = order * each, high = Math.max(1, Math.min(tall, tall * nr / most)), base = top + 26 + tall;

			return [svg("rect", {x: x + 0.5, y: base - high, width: each - 6, height: high, class: order < 9 ? "d-shut" : "d-node2"}),
				words(x + each / 2 - 3, base - high - 4, String(nr), {"font-size": width < 500 ? 9 : 11, "text-anchor": "middle"}),
				words(x + each / 2 - 3, base + 14, String(order), {"font-size": 11, "text-anchor": "middle"})];
		})];
}

function sayCompaction(run, at) {
	const {firsts, moments} = blocksOfNode(run);
	const now = moments[at], before = moments[at - 1];
	const half = firsts.length >> 1;
	const share = (blocks) => Math.round(100 * blocks.reduce((sum, {pages}) => sum + pages, 0) / now.reduce((sum, {pages}) => sum + pages, 0));
	const free = freeByOrder(run.moments[at]);
	const large = free[9] + free[10];
	const met = metAt(run, at);
	const moved = before ? now.filter(({pages}, i) => pages < before[i].pages - 20).length : 0;

	return `“${run.moments[at].name}”: ${share(now.slice(0, half))}% of the program’s pages lie in the lower half of these blocks. ` +
		(at > 1 ? `Since the moment before, pages of the program have left ${moved ? plural(moved, "block") + " (▼)" : "no block"}. ` : "") +
		(met === undefined ? "" : `The scanners met above ${met} of ${firsts.length} blocks. `) +
		`${free[0]} free pages are single ones; ${large ? `${large} are in blocks of order 9 or 10` : "no block of order 9 is free"}.`;
}

figures.compaction = (place, {record, asks = []}) => {
	const [run] = record.runs, {firsts} = blocksOfNode(run);
	const last = run.moments.findIndex(({name}) => name === "compacted"), split = metAt(run, last);
	const compacted = {moment: last, question: "The whole node is compacted now. Pages leave the low blocks and come to the high ones. Move the line to where the two meet.",
		range: {max: firsts.length, move: (value) => {
			compacted.guess = value;
			player?.again();
		}, judge: (said) => (said === undefined ? "" : `You said: ${said} of ${firsts.length} blocks lie below. `) +
			`In this run, ${split} lie below.`}};
	let player;
	const show = (at, stage) => {
		const width = widthOf(stage), said = sayCompaction(run, at);
		const guess = compacted.done && compacted.said === undefined || at < last - 1 ? undefined : compacted.guess;

		drawInto(stage, width, drawCompaction(run, at, width, guess), said);
		return said;
	};

	player = new Player(place, {moments: run.moments, show, asks: [...asks.map((ask) =>
		({...ask, moment: run.moments.findIndex(({name}) => name === ask.moment)})), compacted].sort((a, b) => a.moment - b.moment)});
	place.append(make("p", {className: "sum"}, "Black: pinned pages. Striped: locked ones. ▼ pages have left this block since the moment before, ▲ have come. " +
		"Arrows: the scanners, for pages in use from the left and for free frames from the right; how far they went is worked out from where pages left and came. " +
		"A dashed line: other memory lies between. Some pages were looked at; the bars are worked out from them."));
	return () => player.again();
};

figures.compaction.still = (width, {record}) => {
	const [run] = record.runs;

	return [1, run.moments.findIndex(({name}) => name === "compacted")].flatMap((at) =>
		[stillTitle(`“${run.moments[at].name}”`), drawCompaction(run, at, width)]);
};
