/* SPDX-License-Identifier: MIT */
/* A figure that goes from moment to moment by a slider, buttons and keys, says each in words, and asks
   for a prediction before it shows one that answers it. */
"use strict";

/* By kind, what makes one alive in a place of its page, and `still`, how it is drawn at its first and its
   last moment. */
const figures = {};

/* The labels of a form need names of their own, and there may be several on a page. */
let nrForms = 0;

class Player {
	/* moments: [{name}]; show(index, stage) fills the stage and returns the moment in words; asks:
	   [{moment, question, choices | number, answer, because}], in the order of moments. */
	constructor(place, {moments, show, asks = [], quiet = false}) {
		Object.assign(this, {moments, show, asks: asks.filter(({moment}) => moment > 0), at: 0});
		this.back = make("button", {type: "button", onclick: () => this.go(this.at - 1)}, "◀");
		this.back.setAttribute("aria-label", "The moment before");
		this.on = make("button", {type: "button", onclick: () => this.go(this.at + 1)}, "▶");
		this.on.setAttribute("aria-label", "The next moment");
		this.slider = make("input", {type: "range", min: "0", max: String(moments.length - 1), value: "0", step: "1",
			oninput: () => this.go(Number(this.slider.value))});
		this.slider.setAttribute("aria-label", "Moment");
		this.name = make("span", {className: "at"});
		this.stage = make("div", {className: "stage"});
		this.said = make("p", {className: quiet ? "unseen" : "said", role: "status"});
		this.form = make("div", {className: "asks"});
		this.answers = make("div", {className: "answers", role: "status"});
		place.append(make("div", {className: "bar"}, this.back, this.slider, this.on, this.name),
			this.stage, this.said, this.form, this.answers);
		this.go(0);
	}

	/* The last moment that may be shown: the next one answers a question that is open. */
	limit() {
		const open = this.asks.find(({done}) => !done);

		return open ? open.moment - 1 : this.moments.length - 1;
	}

	go(index) {
		const {moments} = this, limit = this.limit();

		this.at = Math.max(0, Math.min(index, limit));
		this.slider.value = String(this.at);
		this.slider.setAttribute("aria-valuetext", `${moments[this.at].name}, ${this.at + 1} of ${moments.length}`);
		this.name.textContent = `${this.at + 1} of ${moments.length}: ${moments[this.at].label ?? `“${moments[this.at].name}”`}`;
		this.back.disabled = this.at === 0;
		this.on.disabled = this.at >= limit;
		this.said.textContent = this.show(this.at, this.stage);
		this.showAsk(index > limit);
		this.answers.replaceChildren(...this.asks.filter(({done, moment}) => done && moment === this.at).map(showAnswer));
	}

	again() {
		this.show(this.at, this.stage);
	}

	/* Answered, or passed over: the moment is shown. */
	close(ask, said) {
		ask.done = true;
		ask.said = said;
		this.go(this.asks.find(({done}) => !done)?.moment === ask.moment ? this.at : ask.moment);
		(this.form.querySelector("input") ?? this.slider).focus();
	}

	showAsk(wanted) {
		const ask = this.at === this.limit() ? this.asks.find(({done}) => !done) : undefined;

		if (ask !== this.asked)
			this.form.replaceChildren(...ask ? [this.formOf(ask)] : []);
		this.asked = ask;
		if (wanted && ask)
			this.form.querySelector("input").focus();
	}

	formOf(ask) {
		const name = `prediction-${nrForms++}`;
		const range = ask.range && make("input", {type: "range", name, min: "0", max: String(ask.range.max),
			value: String(ask.range.max >> 1), oninput: () => ask.range.move(Number(range.value))});

		range?.setAttribute("aria-label", ask.question);
		ask.range?.move(Number(range.value));
		const fields = range ? [range] : ask.choices ? ask.choices.map((choice, i) => make("label", {},
			make("input", {type: "radio", name, value: String(i), required: true}), " ", choice)) :
			[make("label", {}, make("input", {type: "number", name, required: true}), " your number")];
		const form = make("form", {className: "ask"}, make("fieldset", {},
			make("legend", {}, make("b", {}, "Before you go on: "), ask.question), ...fields),
		make("div", {className: "do"}, make("button", {type: "submit"}, "Answer, and go on"),
			make("button", {type: "button", className: "quiet", onclick: () => this.close(ask)}, "Go on without an answer")));

		form.addEventListener("submit", (event) => {
			event.preventDefault();
			const given = new FormData(form).get(name);

			this.close(ask, ask.choices ? ask.choices[given] : given);
		});
		return form;
	}
}

/* A drawing as wide as its place: for a telephone it is another one. */
function drawInto(place, width, {parts, height}, label) {
	place.replaceChildren(svg("svg", {viewBox: `0 0 ${width} ${Math.ceil(height)}`, width, height: Math.ceil(height), role: "img",
		"aria-label": label}, ...parts));
}

function widthOf(place) {
	return place.clientWidth >= 560 ? 760 : 350;
}

function showAnswer(ask) {
	if (ask.range)
		return make("p", {}, make("i", {}, ask.question), " ", make("b", {}, ask.range.judge(ask.said)));
	const right = ask.choices ? ask.choices[ask.answer - 1] : String(ask.number);
	const verdict = ask.said === undefined ? "" : ask.said === right ? "✓ As you said. " : `You said: ${ask.said}. `;

	return make("p", {}, make("i", {}, ask.question), " ", make("b", {}, `${verdict}${right.charAt(0).toUpperCase()}${right.slice(1)}.`),
		` ${ask.because}`);
}
