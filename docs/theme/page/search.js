/* SPDX-License-Identifier: MIT */
/* The search: lunr over the sections' words. The index was made with the book and is loaded when
   the field is entered; nothing is asked of a server. */
"use strict";

const field = document.getElementById("search");
const found = document.getElementById("found");
const count = document.getElementById("told");
const MOST = 12;
let book;

/* Scripts, since a page that is opened as a file may read no others. */
function load(name) {
	return new Promise((done, failed) => {
		const script = document.createElement("script");

		script.src = name;
		script.onload = done;
		script.onerror = () => failed(new Error(name + " is not there"));
		document.head.append(script);
	});
}

function ready() {
	book ||= Promise.all(["lunr.min.js", "index.js"].map(load)).then(() => {
		const {sections, index} = JSON.parse(searchIndex);

		return {sections, index: lunr.Index.load(index)};
	});
	return book;
}

function stem(word) {
	return lunr.stemmer(new lunr.Token(word)).toString();
}

/* A word as it is counts most; then what begins with it or with its stem; then what differs from it
   in a letter. */
function ask(index, words) {
	return index.query((query) => {
		for (const word of words) {
			const root = stem(word);

			query.term(word, {boost: 10});
			if (word.length > 2 || words.length === 1)
				query.term(word, {boost: 3, wildcard: lunr.Query.wildcard.TRAILING});
			if (root.length > 3 && root !== word)
				query.term(root, {boost: 2, wildcard: lunr.Query.wildcard.TRAILING});
			if (word.length > 3)
				query.term(word, {editDistance: 1});
		}
	});
}

/* How far a word is met by those of a section: as it is, by its beginning, or nearly. */
function meets(word, terms) {
	if (terms.includes(word))
		return 1;
	if (terms.some((term) => term.startsWith(word) || term.startsWith(stem(word))))
		return 0.8;
	return terms.some((term) => Math.abs(term.length - word.length) <= 1 && term[0] === word[0]) ?
		0.4 : 0;
}

function sameWords(name, phrase) {
	return wordsOf(name).map(stem).join(" ") === wordsOf(phrase).map(stem).join(" ");
}

/* Sections with all words come before those with some, and a phrase before its words apart. What a
   term means comes first, then the chapter on it; what is for teachers comes last. */
function weigh(hit, section, words, phrase) {
	const terms = Object.keys(hit.matchData.metadata);
	const share = words.reduce((sum, word) => sum + meets(word, terms), 0) / words.length;
	const holds = (name) => (" " + wordsOf(name).join(" ") + " ").includes(" " + phrase + " ");
	const topic = section.topic ?? "";
	let weight = hit.score * share ** 4;

	if (words.length > 1 && holds(section.title + " " + section.text))
		weight *= 3;
	if (sameWords(section.title, phrase) || sameWords(topic, phrase))
		weight = (weight + 10) * (section.kind === "term" ? 20 : 15);
	else if (holds(topic))
		weight = (weight + 10) * 5;
	else if (holds(section.title))
		weight *= 3;
	return section.kind === "teacher" ? weight / 4 : weight;
}

function search({index, sections}, text) {
	const words = wordsOf(text);
	const phrase = words.join(" ");

	return ask(index, words).map((hit) => {
		const section = sections[hit.ref];

		return {section, terms: Object.keys(hit.matchData.metadata),
			weight: weigh(hit, section, words, phrase)};
	}).filter((hit) => hit.weight > 0).sort((a, b) => b.weight - a.weight).slice(0, MOST);
}

function make(name, ...inside) {
	const element = document.createElement(name);

	element.append(...inside);
	return element;
}

/* Where the words stand, or the first of them: some before, some after, what was found marked. */
function snippet({section, terms}, typed) {
	const {text} = section;
	const known = [typed, ...wordsOf(typed), ...terms].filter((word) => word.length > 2 || word === typed);
	const lower = text.toLowerCase();
	const first = known.map((word) => lower.indexOf(word)).find((at) => at >= 0) ?? 0;
	const from = first < 50 ? 0 : text.indexOf(" ", first - 50) + 1;
	const piece = text.slice(from, from + 150);
	const words = known.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
	const begins = "(?<![\\p{L}\\p{N}])(" + words + ")";
	const parts = words ? piece.split(new RegExp(begins, "iu")) : [piece];

	return make("span", from ? "… " : "", ...parts.map((part, i) => i % 2 ? make("mark", part) : part),
		from + 150 < text.length ? " …" : "");
}

function item(hit, typed) {
	const {section} = hit;
	const link = make("a", make("b", section.title));

	link.href = section.page + "#" + section.id;
	if (section.chapter !== section.title)
		link.append(" ", make("small", section.chapter));
	link.append(snippet(hit, typed));
	return make("li", link);
}

function close() {
	found.hidden = true;
	found.replaceChildren();
	count.textContent = "";
}

async function show() {
	const typed = field.value.trim().toLowerCase();
	const from = performance.now();

	if (!wordsOf(typed).length)
		return close();
	const hits = search(await ready(), typed);

	if (typed !== field.value.trim().toLowerCase())
		return;
	found.replaceChildren(hits.length ? make("ol", ...hits.map((hit) => item(hit, typed))) :
		make("p", "Nothing found."));
	found.hidden = false;
	count.textContent = hits.length ? `${hits.length} found` : "Nothing found";
	found.dataset.took = Math.round(performance.now() - from);
}

/* The field and the hits, one below the other. */
function step(way) {
	const all = [field, ...found.querySelectorAll("a")];
	const at = all.indexOf(document.activeElement);

	all[Math.min(Math.max(at + way, 0), all.length - 1)].focus();
}

const keys = {
	ArrowDown: () => step(1),
	ArrowUp: () => step(-1),
	Escape() {
		field.value = "";
		close();
		field.focus();
	},
};

field.form.addEventListener("keydown", (event) => {
	if (!keys[event.key])
		return;
	event.preventDefault();
	keys[event.key]();
});
/* Enter in the field takes the first. */
field.form.addEventListener("submit", (event) => {
	event.preventDefault();
	found.querySelector("a")?.click();
});
field.addEventListener("focus", ready);
field.addEventListener("input", show);
found.addEventListener("click", (event) => {
	if (event.target.closest("a"))
		setTimeout(close);
});
document.addEventListener("click", (event) => {
	if (!field.form.contains(event.target))
		found.hidden = true;
});
document.addEventListener("keydown", (event) => {
	const writes = event.target.matches("input, textarea, select");

	if (event.key !== "/" || writes || event.ctrlKey || event.metaKey || event.altKey)
		return;
	event.preventDefault();
	field.focus();
	field.select();
});
if (location.hash.startsWith("#search=")) {
	field.value = decodeURIComponent(location.hash.slice(8));
	ready().then(show);
}
