/* SPDX-License-Identifier: MIT */
/* A buddy allocator of 32 frames to play with, and a CPU's own list before it. No record: the rule alone. */
"use strict";

const BUDDY_FRAMES = 32, BUDDY_ORDERS = 6;
const STOCK_BATCH = 4, STOCK_HIGH = 6;

class Buddies {
	constructor() {
		this.blocks = [{at: 0, order: BUDDY_ORDERS - 1, kind: "free"}];
		this.stock = false;
	}

	of(kind) {
		return this.blocks.filter((block) => block.kind === kind);
	}

	free(order) {
		return this.of("free").filter((block) => block.order === order);
	}

	/* The smallest block that is large enough, halved until it fits; undefined: there is none. */
	cut(order, kind, steps) {
		const block = this.of("free").filter((one) => one.order >= order).sort((a, b) => a.order - b.order || a.at - b.at)[0];

		if (!block)
			return undefined;
		while (block.order > order) {
			block.order--;
			this.blocks.push({at: block.at + 2 ** block.order, order: block.order, kind: "free"});
			steps.push(`a block of order ${block.order + 1} becomes two of order ${block.order}`);
		}
		block.kind = kind;
		return block;
	}

	/* With its buddy, if that is free and whole, it becomes one; and so on. */
	give(block, steps) {
		block.kind = "free";
		for (;;) {
			const buddy = this.blocks.find((one) => one.kind === "free" && one.order === block.order && one.at === (block.at ^ 2 ** block.order));

			if (!buddy || block.order === BUDDY_ORDERS - 1)
				return;
			this.blocks = this.blocks.filter((one) => one !== buddy);
			block.at = Math.min(block.at, buddy.at);
			block.order++;
			steps.push(`two buddies become a block of order ${block.order}`);
		}
	}

	take(order) {
		const steps = [];
		let block;

		if (this.stock && order === 0) {
			if (!this.of("stock").length) {
				let nr = 0;

				while (nr < STOCK_BATCH && this.cut(0, "stock", steps))
					nr++;
				steps.push(`the CPU's list gets ${nr} at once`);
			}
			block = this.of("stock").sort((a, b) => a.at - b.at)[0];
			if (block)
				block.kind = "used";
		} else {
			block = this.cut(order, "used", steps);
		}
		return this.tell(block ? `Order ${order}: taken, ${sayFrames(block)}` :
			`Order ${order}: refused. ${plural(this.nrFree(), "page")} ${this.nrFree() === 1 ? "is" : "are"} free, but no block is large enough`, steps);
	}

	put(block) {
		const steps = [], said = sayFrames(block);

		if (this.stock && block.order === 0) {
			block.kind = "stock";
			if (this.of("stock").length > STOCK_HIGH) {
				steps.push(`the CPU's list is longer than ${STOCK_HIGH} and returns ${STOCK_BATCH}`);
				this.of("stock").slice(0, STOCK_BATCH).forEach((one) => this.give(one, steps));
			}
		} else {
			this.give(block, steps);
		}
		return this.tell(`Freed: ${said}`, steps);
	}

	drain() {
		const steps = [];

		this.of("stock").forEach((one) => this.give(one, steps));
		return steps;
	}

	setStock(on) {
		this.stock = on;
		return this.tell(on ? "Single pages now go through the CPU's own list" : "The CPU's list is emptied and not used", on ? [] : this.drain());
	}

	nrFree() {
		return this.of("free").reduce((sum, {order}) => sum + 2 ** order, 0);
	}

	tell(what, steps) {
		const kept = this.of("stock").length;

		return `${what}${steps.length ? `: ${steps.join(", ")}` : ""}. ${this.nrFree()} free in blocks` +
			(this.stock ? `, ${kept} in the CPU's list, which buddyinfo does not count.` : ".");
	}
}

function sayFrames({at, order}) {
	return order ? `frames ${at} to ${at + 2 ** order - 1}` : `frame ${at}`;
}

/* Every second frame in use: much is free, and nothing of order 1. */
function fragmentedBuddies() {
	const buddies = new Buddies();

	for (let i = 0; i < BUDDY_FRAMES; i++)
		buddies.take(0);
	buddies.of("used").filter(({at}) => at % 2).forEach((block) => buddies.put(block));
	return buddies;
}

const BUDDY_WORDS = {free: "free", used: "in use", stock: "in the CPU's list"};

/* press(block): what a block does that is in use. */
function drawBuddies(buddies, width, press) {
	const rows = width < 500 ? 2 : 1, columns = BUDDY_FRAMES / rows, each = Math.floor(width / columns), tall = 44;
	const parts = [];
	const piece = (block, from, nr) => {
		const x = from % columns * each, y = Math.floor(from / columns) * (tall + 26);
		const inner = [svg("rect", {x: x + 1.5, y: y + 1.5, width: nr * each - 3, height: tall, class: {free: "d-open", used: "d-node0", stock: "d-outline"}[block.kind]}),
			words(x + nr * each / 2, y + 27, block.kind === "free" ? String(block.order) : block.kind === "stock" ? "…" : "✕",
				{"text-anchor": "middle", class: block.kind === "used" ? "d-paper" : "d-ink"})];
		const group = svg("g", {class: "d-block"}, ...inner);

		if (press && block.kind === "used") {
			group.setAttribute("tabindex", "0");
			group.setAttribute("role", "button");
			group.setAttribute("aria-label", `Free ${sayFrames(block)}`);
			press(group, block);
		}
		return group;
	};

	for (const block of [...buddies.blocks].sort((a, b) => a.at - b.at)) {
		const nr = 2 ** block.order, inRow = Math.min(nr, columns);

		for (let from = block.at; from < block.at + nr; from += inRow)
			parts.push(piece(block, from, inRow));
	}
	for (let frame = 0; frame < BUDDY_FRAMES; frame += 4)
		parts.push(words(frame % columns * each + each / 2, Math.floor(frame / columns) * (tall + 26) + tall + 16, String(frame),
			{"font-size": 10, "text-anchor": "middle", class: "d-soft"}));
	const base = rows * (tall + 26) + 16;

	parts.push(words(0, base, "order", {"font-size": 11, class: "d-soft"}), words(0, base + 18, "free", {"font-size": 11, class: "d-soft"}));
	for (let order = 0; order < BUDDY_ORDERS; order++)
		parts.push(words(56 + order * 44, base, String(order), {"text-anchor": "end", class: "d-soft"}),
			words(56 + order * 44, base + 18, String(buddies.free(order).length), {"text-anchor": "end", "font-weight": "bold"}));
	return {parts, height: base + 26};
}

figures.buddy = (place) => {
	let buddies = new Buddies();
	const stage = make("div", {className: "stage"}), said = make("p", {className: "said", role: "status"});
	const show = (told) => {
		const width = widthOf(stage);
		const press = (group, block) => {
			const free = () => {
				show(buddies.put(block));
				(stage.querySelector("[role=button]") ?? first).focus();
			};

			group.addEventListener("click", free);
			group.addEventListener("keydown", (event) => {
				if (event.key === "Enter" || event.key === " ") {
					event.preventDefault();
					free();
				}
			});
		};

		drawInto(stage, width, drawBuddies(buddies, width, press), "32 frames in blocks");
		stage.firstChild.setAttribute("role", "group");
		if (told)
			said.textContent = told;
	};
	const takes = Array.from({length: BUDDY_ORDERS}, (_, order) =>
		make("button", {type: "button", onclick: () => show(buddies.take(order))}, order ? `${2 ** order} (order ${order})` : "1 page (order 0)"));
	const [first] = takes;
	const stock = make("input", {type: "checkbox", onchange: () => show(buddies.setStock(stock.checked))});
	const begin = (fresh, told) => {
		buddies = fresh;
		stock.checked = false;
		show(told);
	};

	place.append(make("div", {className: "bar", role: "group", ariaLabel: "Take pages"}, make("span", {}, "Take"), ...takes), stage, said,
		make("div", {className: "bar"}, make("label", {}, stock, " the CPU’s own list"),
			make("button", {type: "button", onclick: () => begin(new Buddies(), "All 32 frames are free: one block of order 5.")}, "All free"),
			make("button", {type: "button", onclick: () => begin(fragmentedBuddies(), "Every second frame is in use. 16 are free, and each is alone: take a block of order 1.")}, "Every second in use")),
		make("p", {className: "sum"}, "Blue with a cross: in use; press it to free it. White: a free block, with its order. The row “free” is what buddyinfo prints."));
	show("All 32 frames are free: one block of order 5. Take a page, and look which blocks are left.");
	return () => show();
};

figures.buddy.still = (width) => {
	const taken = new Buddies();

	taken.take(0);
	return [stillTitle("One page was taken from 32"), drawBuddies(taken, width), stillTitle("Every second frame is in use"), drawBuddies(fragmentedBuddies(), width)];
};
