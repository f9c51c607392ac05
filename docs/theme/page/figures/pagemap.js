/* SPDX-License-Identifier: MIT */
/* The word of a page in pagemap, bit by bit, and what it leads to; read rightly, or as old programs do. */
"use strict";

const PAGEMAP_FIELDS = [{from: 63, to: 63, name: "present"}, {from: 62, to: 62, name: "swapped"}, {from: 61, to: 61, name: "of a file or shared"},
	{from: 60, to: 58, name: "not used"}, {from: 57, to: 57, name: "write-protected by userfaultfd"}, {from: 56, to: 56, name: "mapped only here"},
	{from: 55, to: 55, name: "soft-dirty"}];
const PAGEMAP_OLD = [{from: 63, to: 63, name: "present"}, {from: 62, to: 62, name: "swapped"}, {from: 61, to: 61, name: "not used"},
	{from: 60, to: 55, name: "page shift"}];

function fieldsOf(word, old) {
	const swapped = !(word >> 63n & 1n) && word >> 62n & 1n;
	const rest = swapped ? [{from: 54, to: 5, name: "place in the swap area"}, {from: 4, to: 0, name: "swap area"}] :
		[{from: 54, to: 0, name: word >> 63n & 1n ? "page frame number" : "nothing"}];

	return [...old ? PAGEMAP_OLD : PAGEMAP_FIELDS, ...rest].map((field) =>
		({...field, value: word >> BigInt(field.to) & (1n << BigInt(field.from - field.to + 1)) - 1n}));
}

function wordOf(page) {
	return BigInt(page.bits) << 55n | BigInt(page.low);
}

function hex64(word) {
	return "0x" + word.toString(16).padStart(16, "0");
}

/* Each bit a square; fields are told apart by a gap and a line below. */
function drawWord(word, width, old) {
	const perRow = width < 500 ? 16 : 64, each = width < 500 ? 21 : 11.5, rows = 64 / perRow, high = width < 500 ? 44 : 58;
	const parts = [words(0, 12, hex64(word), {"font-weight": "bold"})];
	const x = (bit) => (63 - bit) % perRow * each, y = (bit) => 24 + Math.floor((63 - bit) / perRow) * high;

	fieldsOf(word, old).forEach(({from, to, name}, i) => {
		for (let bit = from; bit >= to; bit--) {
			const on = word >> BigInt(bit) & 1n;

			parts.push(svg("rect", {x: x(bit) + 0.5, y: y(bit) + 0.5, width: each - 1.5, height: 22, class: on ? i % 2 ? "d-node1" : "d-node0" : "d-outline"}),
				words(x(bit) + each / 2 - 0.5, y(bit) + 16, on ? "1" : "0", {"font-size": 10, "text-anchor": "middle", class: on ? "d-onbit" : "d-soft"}));
			if (bit === from || bit === to || (63 - bit) % perRow === 0)
				parts.push(words(x(bit) + each / 2, y(bit) + 34, String(bit), {"font-size": 8, "text-anchor": "middle", class: "d-soft"}));
		}
		if (from - to > 8 && width > 500)
			parts.push(words((x(from) + x(to)) / 2, y(from) + 48, name, {"font-size": 11, "text-anchor": "middle"}));
	});
	return {parts, height: 24 + rows * high};
}

function sayFields(word, old) {
	const fields = fieldsOf(word, old);
	const set = fields.filter(({from, to, value}) => from === to && value).map(({name}) => name);
	const [wide, area] = fields.filter(({from, to}) => from - to > 3).slice(old ? 1 : 0);
	const shift = fields.find(({name}) => name === "page shift");

	return `Bits that are set: ${set.join(", ") || "none"}. ` +
		(shift ? `Bits 60 to 55 read as a page shift: ${shift.value}, a page of ${2 ** Number(shift.value)} bytes. ${shift.value === 12n ? "" : "That is wrong. "}` : "") +
		(wide.name === "page frame number" ? `Bits 54 to 0: PFN ${hex(wide.value)}.` :
			area ? `Bits 54 to 5: place ${wide.value}. Bits 4 to 0: swap area ${area.value}.` : "There is no frame.");
}

/* Where the PFN leads: two more files of 8 bytes a frame. */
function showWalk(page) {
	if (!page?.present)
		return [];
	const flags = [...flagsOf(page)].join(", ") || "none";

	return [make("ol", {className: "walk"},
		make("li", {}, `Byte 8 × ${hex(page.low)} = ${hex(page.low * 8)} of /proc/kpagecount: `, make("b", {}, String(page.count)),
			hasFlag(page, "zero_page") ? ". The mappings of the zero page are not counted." : page.count === 1 ? ", mapped once." : `, mapped ${page.count} times.`),
		make("li", {}, `Byte ${hex(page.low * 8)} of /proc/kpageflags: `, make("b", {}, hex64(BigInt(page.flags))), `: ${flags}.`))];
}

figures.pagemap = (place, {record}) => {
	const region = record.runs[0].moments[0].regions.find(({name}) => name === "buffer");
	const pages = Array.from({length: region.pages}, (_, number) => pageAt(region, number));
	let page = pages[0], word = wordOf(page);
	const stage = make("div", {className: "stage"}), said = make("p", {className: "said", role: "status"}), walk = make("div");
	const old = make("input", {type: "checkbox", onchange: () => show()});
	const typed = make("input", {type: "text", size: 18, spellcheck: false, oninput: () => {
		const text = typed.value.trim().replace(/^0x/i, "");

		typed.setCustomValidity(/^[0-9a-f]{1,16}$/i.test(text) ? "" : "up to 16 hexadecimal digits");
		if (!typed.reportValidity())
			return;
		word = BigInt("0x" + text);
		page = pages.find((one) => one && wordOf(one) === word);
		pick.value = page ? String(pages.indexOf(page)) : "";
		show();
	}});
	const pick = make("select", {onchange: () => {
		page = pages[Number(pick.value)];
		word = wordOf(page);
		typed.value = hex64(word);
		show();
	}}, ...pages.map((one, number) => make("option", {value: String(number)}, `page ${number}: ${one.swapped ? "swapped" : !one.present ? "absent" :
		hasFlag(one, "zero_page") ? "only read" : one.bits & 1 << 6 ? "of a file or shared" : "written"}`)));
	const show = () => {
		const width = widthOf(stage), words = sayFields(word, old.checked);

		drawInto(stage, width, drawWord(word, width, old.checked), words);
		said.textContent = words;
		walk.replaceChildren(...page ? showWalk(page) : []);
	};

	typed.value = hex64(word);
	place.append(make("div", {className: "bar"}, make("label", {}, "Take ", pick), make("label", {}, "or type a word ", typed),
		make("label", {}, old, " read it as in Linux 2.6.25")), stage, said, walk);
	show();
	return show;
};

figures.pagemap.still = (width, {record}) => {
	const region = record.runs[0].moments[0].regions.find(({name}) => name === "buffer");
	const pages = Array.from({length: region.pages}, (_, number) => pageAt(region, number));

	return [["A page that was written", pages.find(({present}) => present)], ["A page in a swap area", pages.find(({swapped}) => swapped)]]
		.flatMap(([said, page]) => [stillTitle(said), drawWord(wordOf(page), width, false)]);
};
