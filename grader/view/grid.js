/* SPDX-License-Identifier: MIT */
/* A region drawn as a grid: a square for each page, from left to right, row by row. What a square
   says, it says by its form as well as by its colour. */
"use strict";

const MOST_CELLS = 16384;
const GUTTER = 44; /* for the number of a row's first page */

function style(name) {
	return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

/* The pages that were looked at, as [first, how many, how many before]: of a large region parts. */
function partsOf(region) {
	const parts = [];
	let seen = 0;

	for (const [first, nr] of region.runs) {
		const last = parts.at(-1);

		if (last && last[0] + last[1] === first)
			last[1] += nr;
		else
			parts.push([first, nr, seen]);
		seen += nr;
	}
	return {parts, seen};
}

/* How the grid of a region lies in a width. */
function layOut(region, width, most = MOST_CELLS) {
	const {parts, seen} = partsOf(region);
	const every = Math.max(1, Math.ceil(seen / most));
	const cells = Math.ceil(seen / every);
	const room = Math.max(64, width - GUTTER);
	let size = Math.max(4, Math.min(14, Math.sqrt(room * 300 / Math.max(1, cells))));
	let columns = 2 ** Math.round(Math.log2(room / size));

	if (cells <= columns)
		columns = Math.max(1, cells);
	size = Math.max(3, Math.min(20, Math.floor(room / Math.max(columns, 16))));
	return {parts, every, cells, columns, size, rows: Math.ceil(cells / columns)};
}

function find(parts, value, at) {
	let low = 0, high = parts.length - 1;

	while (low < high) {
		const middle = (low + high + 1) >> 1;

		if (parts[middle][at] <= value)
			low = middle;
		else
			high = middle - 1;
	}
	return parts[low];
}

/* The number of the page that a square stands for; undefined behind the last. */
function pageOfCell({parts, every, cells}, cell) {
	if (cell < 0 || cell >= cells)
		return undefined;
	const [first, , before] = find(parts, cell * every, 2);

	return first + cell * every - before;
}

/* For each square the first one of its huge page; of a small page that is its own. */
function blocksOf(grid, region) {
	const blocks = [];
	let before, numberBefore;

	for (let cell = 0; cell < grid.cells; cell++) {
		const number = pageOfCell(grid, cell), page = pageAt(region, number);
		/* Between two squares there may be pages that were not looked at. */
		const goes = page?.present && before?.present && page.low - before.low === number - numberBefore &&
			hasFlag(page, "compound_tail");

		blocks.push(goes ? blocks[cell - 1] : cell);
		before = page;
		numberBefore = number;
	}
	return blocks;
}

/* The square of a page, or the last one before it. */
function cellOfPage({parts, every}, page) {
	if (!parts.length)
		return 0;
	const [first, nr, before] = find(parts, page, 0);

	return Math.floor((before + Math.max(0, Math.min(page - first, nr - 1))) / every);
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

	/* The square of a page at x, y: `s` wide, without a gap to the neighbours of its huge page. */
	cell(x, y, s, page, marks) {
		const gap = s > 5 ? 2 : s > 3 ? 1 : 0.5;
		const inner = s - (marks.right ? 0 : gap);

		if (!page)
			return;
		if (!page.present) {
			const outline = this.path("strokes", page.swapped ? "ink" : "faint");

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
		this.path("fills", "node" + page.node % 4).rect(x, y, inner, s - (marks.below ? 0 : gap));
		if (s > 3)
			patterns[page.node % 4]?.(this.path("strokes", "paper"), x, y, inner);
		if (page.count > 1 && s > 5)
			this.path("fills", "paper").rect(x + inner * 0.2, y + inner / 2 - 1, inner * 0.6, 2);
		if (s < 7) {
			if (s > 3 && (marks.locked || marks.pinned))
				this.path("fills", "ink").rect(x + inner / 2 - 1, y + inner / 2 - 1, 2, 2);
			return;
		}
		if (marks.fresh) {
			const corner = this.path("fills", "fresh");

			corner.moveTo(x, y);
			corner.lineTo(x + inner * 0.55, y);
			corner.lineTo(x, y + inner * 0.55);
			corner.closePath();
		}
		if (marks.locked)
			this.path("fills", "ink").rect(x + inner * 0.6, y + inner * 0.6, inner * 0.4, inner * 0.4);
		if (marks.pinned) {
			const dot = this.path("fills", "ink");

			dot.moveTo(x + inner * 0.5, y + inner * 0.75);
			dot.arc(x + inner * 0.25, y + inner * 0.75, inner * 0.25, 0, 2 * Math.PI);
		}
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

/* The squares of the region in a width, from `top` down. */
function planGrid(region, before, width, {most, wasPinned, top = 2}) {
	const grid = layOut(region, width, most);
	const {cells, columns, size} = grid;
	const drawing = new Drawing();
	const blocks = blocksOf(grid, region);

	for (let cell = 0; cell < cells; cell++) {
		const number = pageOfCell(grid, cell);
		const page = pageAt(region, number);
		const marks = marksOf(page, before && pageAt(before, number), wasPinned(number));

		marks.right = (cell + 1) % columns && blocks[cell] === blocks[cell + 1];
		marks.below = blocks[cell] === blocks[cell + columns];
		drawing.cell(GUTTER + cell % columns * size, top + Math.floor(cell / columns) * size, size, page, marks);
	}
	return {grid, drawing};
}

/* Rows that have room for the number of their first page, as [number, row]. */
function rowNumbers(grid) {
	const step = Math.max(1, Math.ceil(14 / grid.size));
	const numbers = [];

	for (let row = 0; row < grid.rows; row += step)
		numbers.push([pageOfCell(grid, row * grid.columns), row]);
	return numbers;
}

/* Draws the region; `chosen` is a page number or undefined, isFriend(page) whether a page has the
   frame of the one that is chosen, wasPinned(number) whether it was pinned. */
function drawGrid(canvas, region, before, {chosen, isFriend, ...more}) {
	const {grid, drawing} = planGrid(region, before, canvas.parentElement.clientWidth - 2, more);
	const {cells, columns, size} = grid;
	const context = sizeCanvas(canvas, GUTTER + columns * size + 2, grid.rows * size + 4);
	const rings = [];

	drawing.onto(context);
	for (let cell = 0; cell < cells; cell++) {
		const number = pageOfCell(grid, cell), page = pageAt(region, number);

		if (page && isFriend(page, number))
			rings.push([GUTTER + cell % columns * size, 2 + Math.floor(cell / columns) * size]);
	}
	context.strokeStyle = style("ink");
	context.lineWidth = 2;
	for (const [x, y] of rings.slice(0, 2000))
		context.strokeRect(x - 0.5, y - 0.5, size - 1, size - 1);
	if (chosen !== undefined) {
		const cell = cellOfPage(grid, chosen);

		context.strokeStyle = style("chosen");
		context.lineWidth = 3;
		context.strokeRect(GUTTER + cell % columns * size - 1.5, 0.5 + Math.floor(cell / columns) * size, size + 1, size + 1);
	}
	context.fillStyle = style("soft");
	context.font = "11px sans-serif";
	context.textAlign = "right";
	for (const [number, row] of rowNumbers(grid))
		context.fillText(String(number), GUTTER - 6, Math.max(9, 2 + row * size + Math.min(size, 14) * 0.75));
	return grid;
}

/* The page under a point of the canvas; undefined: none. */
function pageUnder(grid, x, y) {
	const column = Math.floor((x - GUTTER) / grid.size);
	const cell = Math.floor((y - 2) / grid.size) * grid.columns + column;

	return column < 0 || column >= grid.columns ? undefined : pageOfCell(grid, cell);
}
