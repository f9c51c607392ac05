/* SPDX-License-Identifier: MIT */
/* A region drawn as a grid: a square for each page, from left to right, row by row. What a square
   says, it says by its form as well as by its colour. */
"use strict";

const MOST_CELLS = 16384;
const GUTTER = 44; /* for the number of a row's first page */

function style(name) {
	return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

/* How the grid of a region lies in a width. */
function layOut(region, width) {
	const every = Math.max(1, Math.ceil(region.pages / MOST_CELLS));
	const cells = Math.ceil(region.pages / every);
	const room = Math.max(64, width - GUTTER);
	let size = Math.max(4, Math.min(18, Math.floor(Math.sqrt(room * 300 / Math.max(1, cells)))));
	let columns = 2 ** Math.floor(Math.log2(room / size));

	if (cells <= columns)
		columns = Math.max(1, cells);
	size = Math.max(3, Math.min(20, Math.floor(room / Math.max(columns, 16))));
	return {every, cells, columns, size, rows: Math.ceil(cells / columns)};
}

const patterns = [
	() => {},
	(path, x, y, s) => { /* node 1: a diagonal */
		path.moveTo(x, y + s);
		path.lineTo(x + s, y);
	},
	(path, x, y, s) => { /* node 2: a line down the middle */
		path.moveTo(x + s / 2, y);
		path.lineTo(x + s / 2, y + s);
	},
	(path, x, y, s) => { /* node 3: a cross */
		path.moveTo(x, y + s);
		path.lineTo(x + s, y);
		path.moveTo(x, y);
		path.lineTo(x + s, y + s);
	},
];

class Drawing {
	constructor() {
		this.fills = new Map();
		this.strokes = new Map();
	}

	path(kind, colour) {
		if (!this[kind].has(colour))
			this[kind].set(colour, new Path2D());
		return this[kind].get(colour);
	}

	/* The square of a page at x, y: `s` wide, and joined to its neighbour by `join`. */
	cell(x, y, s, page, marks) {
		const inner = s - (marks.join ? 0 : s > 5 ? 2 : s > 3 ? 1 : 0.5);

		if (!page)
			return;
		if (!page.present) {
			const outline = this.path("strokes", page.swapped ? "ink" : "soft");

			outline.rect(x + 0.5, y + 0.5, Math.max(1, inner - 1), Math.max(1, inner - 1));
			if (page.swapped) {
				outline.moveTo(x + 0.5, y + 0.5);
				outline.lineTo(x + inner - 0.5, y + inner - 0.5);
				outline.moveTo(x + 0.5, y + inner - 0.5);
				outline.lineTo(x + inner - 0.5, y + 0.5);
			}
			return;
		}
		if (marks.zero) {
			this.path("strokes", "ink").rect(x + 0.5, y + 0.5, inner - 1, inner - 1);
			this.path("fills", "ink").rect(x + inner / 2 - 1, y + inner / 2 - 1, 2, 2);
			return;
		}
		this.path("fills", "node" + page.node % 4).rect(x, y, inner, s - (s > 5 ? 2 : s > 3 ? 1 : 0.5));
		if (s > 3)
			patterns[page.node % 4]?.(this.path("strokes", "paper"), x, y, inner);
		if (page.count > 1 && s > 5)
			this.path("fills", "paper").rect(x, y + inner / 2 - 1, inner, 2);
		if (s < 7)
			return;
		if (marks.fresh) {
			const corner = this.path("fills", "mark");

			corner.moveTo(x, y);
			corner.lineTo(x + inner * 0.55, y);
			corner.lineTo(x, y + inner * 0.55);
			corner.closePath();
		}
		if (marks.locked)
			this.path("fills", "ink").rect(x + inner * 0.6, y + inner * 0.6, inner * 0.4, inner * 0.4);
		if (marks.pinned)
			this.path("fills", "ink").arc(x + inner * 0.75, y + inner * 0.25, inner * 0.22, 0, 7);
	}

	onto(context) {
		for (const [colour, path] of this.fills) {
			context.fillStyle = style(colour);
			context.fill(path);
		}
		context.lineWidth = 1;
		for (const [colour, path] of this.strokes) {
			context.strokeStyle = style(colour);
			context.stroke(path);
		}
	}
}

function marksOf(page, before, pinned) {
	return {zero: page && hasFlag(page, "zero_page"), fresh: isFresh(page, before), pinned,
		locked: page && (hasFlag(page, "mlocked") || hasFlag(page, "unevictable"))};
}

function sizeCanvas(canvas, width, height) {
	const scale = devicePixelRatio || 1;
	const context = canvas.getContext("2d");

	canvas.width = Math.ceil(width * scale);
	canvas.height = Math.ceil(height * scale);
	canvas.style.width = width + "px";
	canvas.style.height = height + "px";
	context.setTransform(scale, 0, 0, scale, 0, 0);
	return context;
}

/* Draws the region; `chosen` is a page number or undefined, isFriend(page) whether a page has the
   frame of the one that is chosen, wasPinned(number) whether it was pinned. */
function drawGrid(canvas, region, before, {chosen, isFriend, wasPinned}) {
	const width = canvas.parentElement.clientWidth;
	const grid = layOut(region, width);
	const {every, cells, columns, size} = grid;
	const context = sizeCanvas(canvas, GUTTER + columns * size + 2, grid.rows * size + 4);
	const drawing = new Drawing();
	const rings = [];
	let page, next = pageAt(region, 0);

	for (let cell = 0; cell < cells; cell++) {
		const number = cell * every;
		const x = GUTTER + cell % columns * size, y = 2 + Math.floor(cell / columns) * size;

		page = next;
		next = pageAt(region, number + every);
		const marks = marksOf(page, before && pageAt(before, number), wasPinned(number));

		marks.join = next && hasFlag(next, "compound_tail") && (cell + 1) % columns && page?.present;
		drawing.cell(x, y, size, page, marks);
		if (page && isFriend(page, number))
			rings.push([x, y]);
	}
	drawing.onto(context);
	context.strokeStyle = style("ink");
	context.lineWidth = 2;
	for (const [x, y] of rings.slice(0, 2000))
		context.strokeRect(x - 0.5, y - 0.5, size - 1, size - 1);
	if (chosen !== undefined) {
		const cell = Math.floor(chosen / every);

		context.strokeStyle = style("chosen");
		context.lineWidth = 3;
		context.strokeRect(GUTTER + cell % columns * size - 1.5, 0.5 + Math.floor(cell / columns) * size, size + 1, size + 1);
	}
	context.fillStyle = style("soft");
	context.font = "11px sans-serif";
	context.textAlign = "right";
	const step = Math.max(1, Math.ceil(14 / size));

	for (let row = 0; row < grid.rows; row += step)
		context.fillText(String(row * columns * every), GUTTER - 6, 2 + row * size + Math.min(size, 14) * 0.75);
	return grid;
}

/* The page under a point of the canvas; undefined: none. */
function pageUnder(grid, region, x, y) {
	const column = Math.floor((x - GUTTER) / grid.size);
	const cell = Math.floor((y - 2) / grid.size) * grid.columns + column;

	if (column < 0 || column >= grid.columns || cell < 0 || cell >= grid.cells)
		return undefined;
	return Math.min(cell * grid.every, region.pages - 1);
}
