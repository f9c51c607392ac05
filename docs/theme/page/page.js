/* SPDX-License-Identifier: MIT */
/* What a page does by itself: a menu that says where one is, listings that show that they go on
   and can be copied, and parts that are folded until they are asked for. */
"use strict";

const menu = document.querySelector(".menu");
const narrow = matchMedia("(max-width: 899px)");

function element(name, more) {
	return Object.assign(document.createElement(name), more);
}

/* Beside the page the menu is open. Above it, it is closed until it is asked for, and again when
   a link is taken. */
function fitMenu() {
	menu.open = !narrow.matches;
}

menu.addEventListener("click", (event) => {
	if (narrow.matches && event.target.closest("a"))
		menu.open = false;
});
narrow.addEventListener("change", fitMenu);
fitMenu();

/* The section that is being read: the last one whose heading is above the upper third. */
const places = [...document.querySelectorAll(".toc a")].map((link) =>
	({link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1)))}));

function follow() {
	const above = places.filter(({heading}) =>
		heading.getBoundingClientRect().top < innerHeight / 3);
	const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
	const here = (end ? places : above).at(-1);

	for (const {link} of places)
		link.removeAttribute("aria-current");
	here?.link.setAttribute("aria-current", "location");
}

/* A listing that goes on beyond its edge fades there. */
const listings = [...document.querySelectorAll("main pre, main figure .content")];

function fade(listing) {
	const more = listing.scrollWidth - listing.clientWidth - listing.scrollLeft;

	listing.classList.toggle("more", more > 1);
}

let asked;
function look() {
	asked ||= setTimeout(() => {
		asked = undefined;
		follow();
		listings.forEach(fade);
	}, 50);
}

addEventListener("scroll", look, {passive: true});
addEventListener("resize", look);
for (const listing of listings)
	listing.addEventListener("scroll", () => fade(listing), {passive: true});

/* Of a transcript what was typed, without its prompts; of a program all. */
const told = element("p", {className: "unseen", role: "status"});

function words(listing) {
	const typed = [...listing.querySelectorAll(".typed")].map((line) => line.textContent);

	return (typed.length ? typed.join("\n") : listing.textContent.trimEnd()) + "\n";
}

async function copy(text) {
	try {
		await navigator.clipboard.writeText(text);
	} catch {
		/* A browser that takes a file for an unsafe place. */
		const field = element("textarea", {value: text});

		document.body.append(field);
		field.select();
		document.execCommand("copy");
		field.remove();
	}
}

function addButton(listing) {
	const commands = listing.querySelector(".typed");
	const name = commands ? "Copy the commands" : "Copy the program text";
	const button = element("button", {type: "button", className: "copy", textContent: "Copy",
		title: name, ariaLabel: name});

	button.addEventListener("click", async () => {
		await copy(words(listing));
		button.textContent = "Copied";
		told.textContent = "Copied";
		setTimeout(() => {
			button.textContent = "Copy";
			told.textContent = "";
		}, 2000);
	});
	listing.parentElement.append(button);
}

document.body.append(told);
for (const listing of document.querySelectorAll("main pre"))
	if (listing.matches(".highlight") || listing.querySelector(".typed"))
		addButton(listing);

/* What a link leads to is unfolded, and all that is printed. */
function unfold() {
	const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));

	for (let part = target; part; part = part.parentElement)
		if (part.tagName === "DETAILS")
			part.open = true;
	const results = target?.nextElementSibling;
	if (results?.matches("details.results"))
		results.open = true;
	target?.scrollIntoView();
}

addEventListener("hashchange", unfold);
addEventListener("beforeprint", () => {
	for (const part of document.querySelectorAll("main details"))
		part.open = true;
});
for (const part of document.querySelectorAll("main details"))
	part.addEventListener("toggle", look);
if (location.hash && !location.hash.startsWith("#search="))
	unfold();
document.querySelector(".menu [aria-current=page]")?.scrollIntoView({block: "nearest"});
look();
