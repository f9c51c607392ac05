/* SPDX-License-Identifier: MIT */
/* A run record as it is read (docs/record.adoc): what is wrong with one in a sentence, and what
   it says of a page. */
"use strict";

const FORMAT = "pagelab-run";
const VERSION = 1;
const FLAGS = ["locked", "error", "referenced", "uptodate", "dirty", "lru", "active", "slab",
	"writeback", "reclaim", "buddy", "mmap", "anon", "swapcache", "swapbacked",
	"compound_head", "compound_tail", "huge", "unevictable", "hwpoison", "nopage", "ksm",
	"thp", "offline", "zero_page", "idle", "pgtable"];
const KERNEL_FLAGS = ["reserved", "mlocked", "mappedtodisk", "private", "private_2",
	"owner_private", "arch", "uncached", "softdirty", "arch_2", "arch_3", "arch_4"];
const WORD_BITS = [[8, "present"], [7, "swapped"], [6, "of a file or shared"], [2, "write-protected by userfaultfd"],
	[1, "mapped by this page table alone"], [0, "written since it was cleared (soft-dirty)"]];

class NoRecord extends Error {}

function flagName(bit) {
	return FLAGS[bit] ?? KERNEL_FLAGS[bit - 32] ?? "bit " + bit;
}

/* Bits of a number that may be larger than 2^32. */
function bitsOf(number) {
	const bits = [];

	for (let bit = 0, left = number; left >= 1; bit++, left = Math.floor(left / 2))
		if (left % 2)
			bits.push(bit);
	return bits;
}

/* There are few kinds of pages and many of each. */
const flagSets = new Map();

function flagsOf(page) {
	if (!flagSets.has(page.flags))
		flagSets.set(page.flags, new Set(bitsOf(page.flags).map(flagName)));
	return flagSets.get(page.flags);
}

function hasFlag(page, name) {
	return flagsOf(page).has(name);
}

function want(holds, what) {
	if (!holds)
		throw new NoRecord(`This record cannot be read: ${what}.`);
}

function isCount(value) {
	return Number.isSafeInteger(value) && value >= 0;
}

function lookAtRegion(region) {
	want(typeof region?.name === "string" && isCount(region.pages) && isCount(region.pid) &&
		Array.isArray(region.runs), "a region lacks its name, its size or its pages");
	let end = 0;

	for (const run of region.runs) {
		want(Array.isArray(run) && run.length >= 8 && run.every(Number.isFinite),
			`pages of ${region.name} are not eight numbers each`);
		want(isCount(run[0]) && run[0] >= end && run[1] > 0 && run[0] + run[1] <= region.pages,
			`pages of ${region.name} are out of order`);
		end = run[0] + run[1];
	}
}

/* Samples have one name again and again. */
function nameSamples({moments}) {
	const nr = new Map();

	for (const moment of moments.filter(({sample}) => sample)) {
		nr.set(moment.name, (nr.get(moment.name) ?? 0) + 1);
		moment.name += ` ${nr.get(moment.name)}`;
	}
}

function lookAtRun(run) {
	want(Array.isArray(run?.moments) && Array.isArray(run.events), "a run lacks its moments or events");
	for (const moment of run.moments) {
		want(typeof moment?.name === "string" && isCount(moment.us) && Array.isArray(moment.regions) &&
			Array.isArray(moment.threads), "a moment lacks its name, time or regions");
		moment.regions.forEach(lookAtRegion);
	}
	nameSamples(run);
	for (const event of run.events)
		want(isCount(event?.before) && isCount(event.us) && typeof event.words === "string",
			"an event lacks its time or words");
}

/* The record, or an error that is a sentence for a person. */
function readRecord(text) {
	let record;

	try {
		record = JSON.parse(text);
	} catch {
		throw new NoRecord(text.trim() ? "This record is cut short, or no JSON: its end is missing or unreadable." :
			"This file is empty.");
	}
	want(record?.format === FORMAT, `it is no run record (“format” is not “${FORMAT}”)`);
	want(record.version === VERSION, `it has version ${String(record.version).slice(0, 20)}, and this page reads version ${VERSION}. ` +
		"Make the page again with the workbook that wrote the record");
	want(Array.isArray(record.runs) && Array.isArray(record.verdicts) , "it lacks runs or verdicts");
	record.runs = record.runs.filter((run) => run);
	record.runs.forEach(lookAtRun);
	return record;
}

/* The run of pages that `page` is in; undefined: it was not looked at. */
function runAt(region, page) {
	let low = 0, high = region.runs.length - 1;

	while (low <= high) {
		const middle = (low + high) >> 1;
		const [first, nr] = region.runs[middle];

		if (page < first)
			high = middle - 1;
		else if (page >= first + nr)
			low = middle + 1;
		else
			return region.runs[middle];
	}
	return undefined;
}

function pageAt(region, page) {
	const run = region && runAt(region, page);

	if (!run)
		return undefined;
	const [first, , low, step, bits, flags, count, node] = run;
	const present = Boolean(bits & 1 << 8);

	return {low: low + (page - first) * step, bits, flags, count, node, present,
		swapped: !present && Boolean(bits & 1 << 7)};
}

function regionOf(moment, name, pid) {
	return moment?.regions.find((region) => region.name === name && region.pid === pid);
}

function plural(nr, word) {
	return `${nr} ${word}${nr === 1 ? "" : "s"}`;
}

function hex(number) {
	return "0x" + number.toString(16);
}

/* How many pages are where, and how many have another frame than before. */
function countRegion(region, before) {
	const counts = {nodes: new Map(), absent: 0, swapped: 0, zero: 0, shared: 0, huge: 0, fresh: 0};

	for (const [first, nr, , , bits, flags, count, node] of region.runs) {
		const page = {flags};
		if (!(bits & 1 << 8)) {
			counts[bits & 1 << 7 ? "swapped" : "absent"] += nr;
			continue;
		}
		if (hasFlag(page, "zero_page"))
			counts.zero += nr;
		else
			counts.nodes.set(node, (counts.nodes.get(node) ?? 0) + nr);
		if (count > 1)
			counts.shared += nr;
		if (hasFlag(page, "huge") || hasFlag(page, "thp"))
			counts.huge += nr;
		for (let i = first; before && i < first + nr && nr <= 100000; i++)
			counts.fresh += isFresh(pageAt(region, i), pageAt(before, i));
	}
	return counts;
}

function isFresh(now, before) {
	return Boolean(now?.present && before?.present && before.low !== now.low);
}

function sayRegion(region, before) {
	const counts = countRegion(region, before);
	const parts = [...counts.nodes].sort().map(([node, nr]) => `${nr} on node ${node}`);

	if (counts.zero)
		parts.push(`${counts.zero} the page of zeros`);
	if (counts.swapped)
		parts.push(`${counts.swapped} swapped`);
	if (counts.absent)
		parts.push(`${counts.absent} absent`);
	if (counts.shared)
		parts.push(`${counts.shared} with a frame that is mapped more than once`);
	if (counts.huge)
		parts.push(`${counts.huge} part of a huge page`);
	if (counts.fresh)
		parts.push(`${counts.fresh} with another frame than at the moment before`);
	const seen = region.runs.reduce((sum, run) => sum + run[1], 0);
	const some = seen < region.pages ? ` (${seen} of them were looked at)` : "";

	return `${plural(region.pages, "page")}${some}: ${parts.join(", ") || "none was seen"}`;
}
