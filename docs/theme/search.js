/* SPDX-License-Identifier: MIT */
/* The search: lunr over the sections' words, which sections.js holds. The index is made when
   the first letter is typed, in the reader's browser; nothing is asked of a server. */
"use strict";

const field = document.getElementById("search");
const found = document.getElementById("found");
let index;

/* Paths and calls are found by their parts: vmstat in /proc/vmstat. */
lunr.tokenizer.separator = /[\s\-/().,;:'"`=[\]{}<>|*~^«»?!]+/;

function build() {
	return lunr(function () {
		this.field("title", {boost: 5});
		this.field("text");
		sections.forEach((section, i) => this.add({...section, id: i}));
	});
}

function search(words) {
	return index.query((query) => {
		for (const token of lunr.tokenizer(words.toLowerCase())) {
			const word = token.toString();
			query.term(index.pipeline.runString(word), {boost: 10});
			query.term(word, {boost: 3, wildcard: lunr.Query.wildcard.TRAILING});
			query.term(word, {wildcard: lunr.Query.wildcard.LEADING |
				lunr.Query.wildcard.TRAILING});
		}
	});
}

function item(section) {
	const link = document.createElement("a");
	const where = document.createElement("small");
	const line = document.createElement("li");

	link.href = section.page + "#" + section.id;
	link.textContent = section.title;
	where.textContent = section.chapter;
	line.append(link);
	if (section.chapter !== section.title)
		line.append(where);
	return line;
}

function show() {
	const words = field.value.trim();

	found.replaceChildren();
	if (!words)
		return;
	index = index || build();
	const hits = search(words).slice(0, 12);
	found.append(...hits.map((hit) => item(sections[hit.ref])));
	if (!hits.length)
		found.append("Nothing found.");
}

field.addEventListener("input", show);
/* On a narrow screen the menu is closed until it is asked for, and when a link is taken. */
const menu = document.querySelector(".menu");
const narrow = () => window.innerWidth < 900;
menu.open = !narrow();
menu.addEventListener("click", (event) => {
	if (narrow() && event.target.closest("a"))
		menu.open = false;
});
if (location.hash.startsWith("#search=")) {
	field.value = decodeURIComponent(location.hash.slice(8));
	show();
}
