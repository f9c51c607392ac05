/* SPDX-License-Identifier: MIT */
/* The page of a run: moments to go through, a page to look at, events to follow. All names and
   words of the record are the program's, and become text, never markup. */
"use strict";

const $ = (id) => document.getElementById(id);
const PLAY_MS = 1200;
const MOST_NAMES = 24;
const MOST_LINES_OPEN = 12; /* of events */
const view = {record: undefined, run: 0, moment: 0, scene: undefined, timer: undefined};

function theRun() {
	return view.record.runs[view.run];
}

function momentAt(index) {
	return theRun()?.moments[index];
}

/* The run anew, with no page chosen unless one is given. */
function setScene(chosen) {
	view.scene = new Scene(view.record, theRun(), {choose, say: (words) => $("said").textContent = words});
	view.scene.chosen = chosen;
}

/* ---- the claims ---- */

/* Where a claim looked: run, moment, region and page, as far as it is known. */
function placeOf(verdict) {
	const run = view.record.runs[verdict.run];
	const moment = run?.moments.findIndex(({name, sample}) => !sample && name === verdict.moment) ?? -1;
	const region = run?.moments[moment]?.regions.find(({name, pid}) => name === verdict.region &&
		(!verdict.in_child || isChild(run, pid)));

	/* It did not come so far: the last that it came to. */
	if (moment < 0)
		return verdict.moment && run?.moments.length ? {run: verdict.run, moment: run.moments.length - 1, missed: true} : undefined;
	return {run: verdict.run, moment,
		page: region && verdict.page < region.pages ?
			{name: region.name, pid: region.pid, page: verdict.page} : undefined};
}

function goTo(place) {
	view.run = place.run;
	view.moment = place.moment;
	setScene(place.page ?? view.scene?.chosen);
	showRun();
}

const VERDICT_SIGNS = {PASS: "✓", FAIL: "✗", SKIP: "–"};

function isFailed({verdict}) {
	return verdict !== "PASS" && verdict !== "SKIP";
}

function showClaim(verdict) {
	const place = placeOf(verdict);
	const item = make("li", {className: isFailed(verdict) ? "failed" : ""},
		make("span", {className: "sign"}, `${VERDICT_SIGNS[verdict.verdict] ?? "!"} ${verdict.verdict}`),
		" ", String(verdict.text ?? verdict.claim),
		isFailed(verdict) && verdict.where && !place?.missed ? ` (${verdict.where})` : "");

	if (place && isFailed(verdict))
		item.append(" ", make("button", {type: "button", onclick: () => {
			goTo(place);
			$("moments-title").scrollIntoView();
		}}, "Show ", place.missed ? `the last moment before “${verdict.moment}”` :
			(place.page ? `page ${place.page.page} at ` : "") + `“${verdict.moment}”`));
	return item;
}

/* What failed is open, the rest is folded. */
function showClaims() {
	const failed = view.record.verdicts.filter(isFailed);
	const others = view.record.verdicts.filter((verdict) => !isFailed(verdict));
	const count = others.filter(({verdict}) => verdict === "PASS").length;

	$("claims-of-it").hidden = !view.record.verdicts.length;
	$("claims").replaceChildren(...failed.length ? [make("ul", {}, ...failed.map(showClaim))] : [],
		...others.length ? [make("details", {}, make("summary", {}, `${count} of ${view.record.verdicts.length} claims hold` +
			(count < others.length ? `, ${others.length - count} skipped` : "")),
		make("ul", {}, ...others.map(showClaim)))] : []);
}

/* ---- the moments ---- */

function showNames() {
	const {moments} = theRun();
	const checkpoints = moments.filter(({sample}) => !sample);

	$("names").replaceChildren(...checkpoints.length > MOST_NAMES ? [] : checkpoints.map((moment) => {
		const index = moments.indexOf(moment);

		return make("li", {}, make("button", {type: "button", onclick: () => step(index - view.moment),
			"aria-current": index === view.moment ? "step" : "false"}, moment.name));
	}));
}

function showPictures() {
	const {moments} = theRun();
	const shown = $("beside").checked && view.moment > 0 ? [view.moment - 1, view.moment] : [view.moment];

	view.scene.drawings = [];
	$("slider").max = Math.max(0, moments.length - 1);
	$("slider").value = view.moment;
	$("slider").setAttribute("aria-valuetext", moments.length ? moments[view.moment].name : "none");
	$("back").disabled = view.moment === 0;
	$("on").disabled = view.moment >= moments.length - 1;
	showNames();
	$("pictures").className = shown.length > 1 ? "two" : "";
	$("pictures").replaceChildren(...moments.length ? shown.map((index) => view.scene.showMoment(index)) :
		[make("p", {}, "The program came to no checkpoint, so there is nothing to see of its pages.")]);
	$("said").textContent = moments.length ? view.scene.sayMoment(view.moment) : "";
	view.scene.draw();
}

function show() {
	showPictures();
	showPage();
	showEvents();
	showTraffic();
	showCounters();
}

function step(by) {
	const last = theRun().moments.length - 1;

	view.moment = Math.max(0, Math.min(last, view.moment + by));
	show();
}

function play(on) {
	clearInterval(view.timer);
	view.timer = on ? setInterval(() => {
		if (view.moment >= theRun().moments.length - 1)
			play(false);
		else
			step(1);
	}, PLAY_MS) : undefined;
	$("play").setAttribute("aria-pressed", String(on));
	$("play").textContent = on ? "Stop" : "Play";
}

/* ---- one page ---- */

function showWord(page) {
	const bit = (number, on, name) => make("span", {className: on ? "bit on" : "bit", title: name},
		make("small", {}, String(number)), on ? "1" : "0");
	const high = [];

	for (let number = 8; number >= 0; number--) {
		const name = WORD_BITS.find(([at]) => at === number)?.[1] ?? "not used";
		high.push(bit(number + 55, page.bits & 1 << number, name));
	}
	const set = WORD_BITS.filter(([at]) => page.bits & 1 << at).map(([, name]) => name);
	const low = page.low.toString(2).padStart(55, "0").replace(/\B(?=(?:\d{4})+$)/g, " ");

	return [make("p", {className: "word", role: "img", "aria-label": "The highest nine bits, 63 to 55: " +
			high.map((span) => span.lastChild.textContent).join("")}, ...high),
		make("p", {className: "word low"}, make("small", {}, "54–0 "), low),
		make("p", {}, `Bits that are set: ${set.join(", ") || "none"}. `,
			page.present ? `The lower 55 bits are the frame's number, PFN ${hex(page.low)} (${page.low}).` :
				page.swapped ? `The lower 55 bits say where it is: swap area ${page.low % 32}, place ${Math.floor(page.low / 32)}.` :
					"There is no frame."),
	];
}

function stateOf(page) {
	return !page ? "not looked at" : page.swapped ? "swapped" : !page.present ? "absent" :
		hasFlag(page, "zero_page") ? "page of zeros" : `node ${page.node}`;
}

function showHistory(chosen) {
	const rows = theRun().moments.map((moment, index) => {
		const page = pageAt(regionOf(moment, chosen.name, chosen.pid), chosen.page);
		const before = pageAt(regionOf(momentAt(index - 1), chosen.name, chosen.pid), chosen.page);

		return make("tr", {className: index === view.moment ? "now" : ""},
			make("th", {scope: "row"}, moment.name), make("td", {}, stateOf(page)),
			make("td", {}, page?.present ? hex(page.low) + (isFresh(page, before) ? " (new)" : "") : "–"),
			make("td", {}, page?.present ? String(page.count) : "–"),
			make("td", {className: "flags"}, page?.present ? [...flagsOf(page)].join(" ") : "–"));
	});

	return make("div", {className: "wide history", tabIndex: 0, role: "region", "aria-label": "The page's history"}, make("table", {}, make("thead", {}, make("tr", {},
		...["moment", "where", "frame", "mapped"].map((title) => make("th", {scope: "col"}, title)),
		make("th", {scope: "col", className: "flags"}, "flags of the frame"))),
	make("tbody", {}, ...rows)));
}

function showPage() {
	const {chosen} = view.scene;

	if (!chosen)
		return;
	const region = regionOf(momentAt(view.moment), chosen.name, chosen.pid);
	const page = region && pageAt(region, chosen.page);
	const looked = theRun().moments.some((moment) => pageAt(regionOf(moment, chosen.name, chosen.pid), chosen.page));
	const about = `Page ${chosen.page} of ${region ? view.scene.regionTitle(region) : chosen.name}`;
	const friends = page?.present && !hasFlag(page, "zero_page") ? momentAt(view.moment).regions.flatMap((other) => {
		const numbers = [];

		for (let i = 0; i < Math.min(other.pages, 100000) && numbers.length < 5; i++) {
			const that = pageAt(other, i);

			if (that?.present && that.low === page.low && !(other === region && i === chosen.page))
				numbers.push(i);
		}
		return numbers.length ? [`page ${numbers.join(", ")} of ${view.scene.regionTitle(other)}`] : [];
	}) : [];

	$("page-of-it").replaceChildren(make("h3", {}, about, make("small", {}, ` at “${momentAt(view.moment)?.name ?? ""}”`)),
		...page ? [
			make("p", {}, `Address ${hex(region.address + chosen.page * view.record.page_bytes)}. ` +
				`Its word in /proc/${chosen.pid}/pagemap:`), ...showWord(page),
			...page.present ? [make("p", {}, `The frame: ${[...flagsOf(page)].join(", ") || "no flag"}; ` +
				`${plural(page.count, "entry").replace("entrys", "entries")} of page tables ${page.count === 1 ? "leads" : "lead"} to it.` +
				(friends.length ? ` The same frame: ${friends.join("; ")}.` : ""))] : []] :
			[make("p", {}, looked ? "At this moment the page was not looked at, or was not there." :
				"Of so many pages only a part was looked at, and this page at no moment.")],
		...looked ? [showHistory(chosen)] : []);
}

function choose(page) {
	view.scene.chosen = page;
	view.scene.draw();
	showPage();
}

/* ---- events ---- */

function pagesOfEvent(event) {
	const region = theRun().moments.flatMap(({regions}) => regions)
		.find(({name, pid}) => name === event.region && pid === event.of);

	if (!region || !event.pages)
		return undefined;
	const first = Math.floor((event.address - region.address) / (view.record.page_bytes || 4096));

	return first >= 0 && first < region.pages ? {name: region.name, pid: region.pid, page: first} : undefined;
}

/* Moves and merges are others' work: kernel threads', or that of the checker. */
function doerOf(event) {
	return event.thread ? `${event.thread} ${event.tid}` : `outside the program, ${event.tid}`;
}

function showEvent(event) {
	const place = pagesOfEvent(event);
	const item = make("li", {className: event.region ? "near" : ""},
		make("span", {className: "when"}, seconds(event.us)), " ",
		`${doerOf(event)} on CPU ${event.cpu}: ${event.words}`,
		event.nr > 1 ? ` — ${event.nr} times` : "");

	if (place)
		item.append(" ", make("button", {type: "button", onclick: () => choose(place)},
			event.pages > 1 ? `pages ${place.page}–${place.page + event.pages - 1}` : `page ${place.page}`,
			` of ${event.region}`));
	return item;
}

/* What came before moment `index`, or after the last. */
function eventsBefore(index) {
	return theRun().events.filter((event) => event.before === index);
}

function showEvents() {
	const {moments} = theRun();
	const last = moments.length && view.moment === moments.length - 1;
	const parts = [view.moment, ...last ? [view.moment + 1] : []].map((index) => {
		const events = eventsBefore(index);
		const near = events.filter((event) => event.region), far = events.filter((event) => !event.region);
		const out = theRun().events_left_out?.[index] ?? 0;
		const from = index ? `From “${moments[index - 1]?.name}” ` : "From the beginning ";
		const title = from + (moments[index] ? `to “${moments[index].name}”` : "to the end");

		const list = (lines) => make("ol", {className: "events"}, ...lines.map(showEvent));
		const folded = (lines) => [lines.length ? list(lines.slice(0, MOST_LINES_OPEN)) : make("p", {}, "Nothing was recorded."),
			...lines.length > MOST_LINES_OPEN ? [make("details", {}, make("summary", {}, `${plural(lines.length - MOST_LINES_OPEN, "line")} more`),
				list(lines.slice(MOST_LINES_OPEN)))] : []];

		/* A lab without regions is about threads, or the kernel's own memory. */
		if (!moments.some(({regions}) => regions.length))
			return make("section", {}, make("h3", {}, title), ...folded(events),
				...out ? [make("p", {}, `${plural(out, "event")} left out.`)] : []);
		return make("section", {}, make("h3", {}, title),
			...near.length ? folded(near) : [make("p", {}, "Nothing about the regions was recorded.")],
			...far.length || out ? [make("details", {}, make("summary", {}, `${plural(far.length, "line")} about other memory` +
				(out ? `, and ${plural(out, "event")} left out` : "")), list(far))] : []);
	});

	showTimeline();
	$("events").replaceChildren(...parts);
}

/* A row for each thread, a tick for each line; calls reach up, faults and moves down. */
function showTimeline() {
	const {moments, events} = theRun();
	const about = moments.some(({regions}) => regions.length) ? ({region}) => region : ({kind}) => kind === "call";
	const near = events.filter((event) => about(event) || event.kind === "task" || event.kind === "end");
	const threads = [...new Set(near.map(({tid}) => tid))].slice(0, 12)
		/* A thread may get its name later. */
		.map((tid) => [tid, near.findLast((event) => event.tid === tid).thread || "outside"]);
	const times = [...near, ...moments].map(({us}) => us);
	const begin = Math.min(...times), span = Math.max(1, Math.max(...times) - begin);
	const width = Math.max(280, $("timeline").clientWidth), left = Math.min(150, width * 0.3), row = 26;
	const at = (us) => left + (us - begin) / span * (width - left - 10);
	const height = threads.length * row + 24;

	if (!threads.length) {
		$("timeline").replaceChildren();
		return;
	}
	const picture = svg("svg", {width, height, role: "img",
		"aria-label": `Time line of ${plural(threads.length, "thread")}; the list below has the events`});

	moments.forEach((moment, index) => {
		const chosen = index === view.moment;

		picture.append(svg("line", {x1: at(moment.us), x2: at(moment.us), y1: 0, y2: height - 18,
			class: ["moment-line", ...chosen ? ["chosen"] : [], ...moment.sample ? ["sample"] : []].join(" ")}));
		if (chosen)
			picture.append(svg("text", {x: Math.min(at(moment.us), width - 60), y: height - 4, "text-anchor": "middle"}, moment.name));
	});
	threads.forEach(([tid, name], index) => {
		const y = index * row + row / 2;

		picture.append(svg("text", {x: 0, y: y + 4}, `${name} ${tid}`.slice(0, width < 500 ? 14 : 24)),
			svg("line", {x1: left, x2: width - 10, y1: y, y2: y, class: "thread-line"}));
		for (const event of near.filter((one) => one.tid === tid))
			picture.append(svg("line", {x1: at(event.us), x2: at(event.us), y1: event.kind === "call" ? y - 9 : y,
				y2: event.kind === "call" ? y : y + 9, class: "tick " + (event.kind === "call" ? "call" : "fault")},
			svg("title", {}, `${seconds(event.us)}: ${event.words}`)));
	});
	$("timeline").replaceChildren(picture, make("p", {className: "sum"},
		"Up: a system call. Down: a fault, a move, a merge, a pin. Upright lines: the moments."));
}

/* ---- accesses of memory ---- */

function showTraffic() {
	const traffic = trafficOf(view.record, theRun());

	$("traffic-of-it").hidden = !traffic;
	if (!traffic)
		return;
	$("traffic-sum").textContent = sayTraffic(traffic);
	$("traffic").replaceChildren(plotTraffic(traffic, theRun(), view.moment, Math.max(280, $("traffic").clientWidth)),
		make("p", {className: "sum"}, "Up: local accesses of a CPU. Down: remote ones. Upright lines: the moments."),
		tableTraffic(traffic, theRun()));
}

/* ---- counters ---- */

function showCounters() {
	const plots = plotCounters(theRun(), view.moment);

	$("counters-of-it").hidden = !plots.length;
	$("counters").replaceChildren(...plots);
}

/* ---- the legend ---- */

function showLegend() {
	$("legend").hidden = $("page").hidden = !theRun().moments.some(({regions}) => regions.length);
	const shares = theRun().moments.some(({regions}) => regions.some(({runs}) => runs.some(([, , , , , , count]) => count > 1)));

	$("legend").replaceChildren(make("h3", {}, "Signs"), showSigns(theRun()),
		...shares ? [make("p", {className: "sum"}, "Lines lead from some pages to others that have the same frame; " +
			"from the page that you have chosen, to all.")] : []);
}

/* ---- the whole ---- */

function showRun() {
	play(false);
	$("runs").value = String(view.run);
	view.moment = Math.max(0, Math.min(view.moment, theRun().moments.length - 1));
	$("end").textContent = endOf(theRun());
	showLegend();
	show();
}

/* How a run ended, where that was no exit with status 0. */
function endOf({end, moments_left_out: leftOut}) {
	const how = {exit: "ended with status", signal: "was ended by signal", timeout: "ran out of time after seconds:",
		memory: "used more memory than it may, bytes:", output: "printed more than it may, bytes:",
		record: "did more than can be recorded, bytes:"};
	const words = [];

	if (leftOut)
		words.push(`${plural(leftOut, "moment")} more: not kept.`);
	if (end && end.how in how && (end.how !== "exit" || end.number))
		words.push(`After the last moment the program ${how[end.how]} ${end.number}.`);
	return words.join(" ");
}

function showFacts() {
	const {record} = view;
	const sizes = Object.entries(record.sizes ?? {}).map(([name, value]) => `${name} ${value}`).join(", ");

	document.title = `Pages of a run: ${record.title ?? record.lab}`;
	$("title").textContent = `Lab ${String(record.lab).slice(0, 2)}: ${record.title ?? record.lab}`;
	$("facts").textContent = [record.exercise, sizes, `seed ${record.seed}`, record.kernel && `Linux ${record.kernel}`]
		.filter((fact) => fact).join(" · ");
	$("runs").replaceChildren(...record.runs.map((run, index) => make("option", {value: String(index)},
		`${index + 1} of ${record.runs.length}`)));
	$("runs-label").hidden = record.runs.length < 2;
}

/* lab02.html#child-wrote, or #child-wrote,beside */
function goToName() {
	const [name, beside] = decodeURIComponent(location.hash.slice(1)).split(",");
	const index = theRun()?.moments.findIndex((moment) => moment.name === name) ?? -1;

	if (index < 0)
		return;
	$("beside").checked = beside === "beside";
	step(index - view.moment);
}

function complain(words) {
	$("trouble").textContent = words;
	$("trouble").hidden = false;
	$("run-of-it").hidden = true;
}

function begin(text) {
	play(false);
	try {
		view.record = readRecord(text);
		view.run = view.moment = 0;
		view.scene = undefined;
		$("trouble").hidden = true;
		$("run-of-it").hidden = false;
		showFacts();
		showClaims();
		if (!view.record.runs.length)
			return complain("The program was not run as far as its first checkpoint: there is nothing to see. " +
				"The report in the terminal says why.");
		const failed = view.record.verdicts.find(isFailed);
		const place = failed && placeOf(failed);

		setScene();
		place ? goTo(place) : showRun();
		goToName();
	} catch (error) {
		complain(error instanceof NoRecord ? error.message :
			`This record cannot be drawn: something in it is not as it should be (${error.message}).`);
	}
}

$("slider").addEventListener("input", () => step(Number($("slider").value) - view.moment));
$("back").addEventListener("click", () => step(-1));
$("on").addEventListener("click", () => step(1));
$("play").addEventListener("click", () => {
	if (!view.timer && view.moment >= theRun().moments.length - 1)
		step(-view.moment);
	play(!view.timer);
});
$("beside").addEventListener("change", showPictures);
$("runs").addEventListener("change", () => {
	view.run = Number($("runs").value);
	view.moment = 0;
	setScene();
	showRun();
});
$("file").addEventListener("change", async () => {
	const [file] = $("file").files;

	if (file)
		begin(await file.text());
});
document.addEventListener("keydown", (event) => {
	if (event.target.closest("input, select, canvas") || event.altKey || event.ctrlKey || event.metaKey ||
		!view.record?.runs.length)
		return;
	if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
		event.preventDefault();
		step(event.key === "ArrowLeft" ? -1 : 1);
	}
});

let drawn;

addEventListener("resize", () => {
	cancelAnimationFrame(drawn);
	drawn = requestAnimationFrame(() => {
		view.scene.draw();
		if (view.record?.runs.length) {
			showTimeline();
			showTraffic();
		}
	});
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
	view.scene.draw();
	if (view.record?.runs.length)
		showLegend();
});
addEventListener("hashchange", goToName);
begin($("record").textContent);
