/* SPDX-License-Identifier: MIT */
/* Makes the figures of a page alive. What they have without a script, a drawing of the first and last
   moment, goes. One that is folded is made when it is unfolded, as it has no width before. */
"use strict";

function dataOf(figure) {
	const record = document.getElementById(figure.dataset.record);

	return {...JSON.parse(figure.dataset.with || "{}"), record: record && readRecord(record.textContent)};
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
