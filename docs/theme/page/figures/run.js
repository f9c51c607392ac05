/* SPDX-License-Identifier: MIT */
/* The run of a chapter as it was: nodes and threads, each region page by page, counters, and what
   happened between the moments. */
"use strict";

const BOOK_CELLS = 4096;

/* Moments that show nothing of the regions have no place where others do. */
function worthSeeing(run, {from, to} = {}) {
	const all = run.moments.map((moment, index) => ({index, name: moment.name, moment}));
	const first = from ? all.findIndex(({name}) => name === from) : 0;
	const last = to ? all.findLastIndex(({name}) => name === to) : all.length - 1;
	const some = all.slice(first, last + 1);

	return some.some(({moment}) => moment.regions.length) ? some.filter(({moment}) => moment.regions.length) : some;
}

function showBetween(run, from, index) {
	const events = run.events.filter(({before}) => before > from && before <= index);
	const hasRegions = run.moments.some(({regions}) => regions.length);
	const near = hasRegions ? events.filter(({region}) => region) : events;

	return near.length ? [make("details", {className: "between", open: !hasRegions}, make("summary", {}, `What the kernel recorded before this: ${plural(near.length, "line")}`),
		make("ol", {}, ...near.map((event) => make("li", {}, `${event.thread || "outside the program"} on CPU ${event.cpu}: ${event.words}`,
			event.nr > 1 ? `, ${event.nr} times` : ""))))] : [];
}

/* `only` one region, `label` what a moment is called; with `frames` it shows where these lie in memory, too. */
figures.run = (place, {record, asks = [], only, label, frames, ...range}) => {
	const [run] = record.runs;
	const moments = worthSeeing(run, range);
	/* Every fault of the program is no news. */
	const counters = changingCounters(run).filter((name) => name !== "pgfault");
	const scene = new Scene(record, run, {mostCells: BOOK_CELLS, heading: "p", say: (words) => player.said.textContent = words, choose: (page) => {
		scene.chosen = page;
		scene.draw();
	}});

	const show = (at, stage) => {
		const {index, moment} = moments[at];

		scene.drawings = [];
		stage.replaceChildren(scene.showMachine(moment), ...moment.regions.filter(({name}) => !only || name === only)
			.map((region) => scene.showRegion(region, index)),
			...frames ? [scene.showNodes(index)] : [],
			...counters.length ? [make("div", {className: "counters"}, ...plotCounters(run, index, counters.slice(0, 8), index))] : [],
			...showBetween(run, at ? moments[at - 1].index : -1, index));
		scene.draw();
		return scene.sayMoment(index);
	};
	const player = new Player(place, {moments: moments.map((one) => ({...one, label: label?.(one.moment)})), show, quiet: true, asks: asks.map((ask) =>
		({...ask, moment: moments.findIndex(({name}) => name === ask.moment)}))});

	if (moments.some(({moment}) => moment.regions.length))
		place.append(make("div", {className: "legend"}, showSigns(run)));
	return () => {
		scene.draw();
		place.querySelector(".legend")?.replaceChildren(showSigns(run));
	};
};
