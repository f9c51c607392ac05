/* SPDX-License-Identifier: MIT */
/* Makes the figures of a page alive. What they have without a script, a drawing of the first and last
   moment, goes. One that is folded is made when it is unfolded, as it has no width before. */
"use strict";

function recordOf(id) {
	const record = document.getElementById(id);

	return record && readRecord(record.textContent);
}

function dataOf(figure) {
	const {programs = [], ...more} = JSON.parse(figure.dataset.with || "{}");

	return {...more, record: recordOf(figure.dataset.record),
		programs: programs.map(([name, id]) => ({name, record: recordOf(id)}))};
}

const redraws = [];

function start(figure) {
	if (figure.querySelector(".live"))
		return;
	const place = make("div", {className: "live"});

	figure.querySelector(".content").replaceWith(place);
	redraws.push(figures[figure.dataset.figure](place, dataOf(figure)) ?? (() => {}));
}

function startAll() {
	for (const figure of document.querySelectorAll("figure[data-figure]"))
		if (!figure.closest("details:not([open])"))
			start(figure);
}

let redrawn;

function redraw() {
	cancelAnimationFrame(redrawn);
	redrawn = requestAnimationFrame(() => redraws.forEach((one) => one()));
}

for (const part of document.querySelectorAll("main details"))
	part.addEventListener("toggle", startAll);
addEventListener("resize", redraw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
startAll();
