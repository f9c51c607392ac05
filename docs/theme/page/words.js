/* SPDX-License-Identifier: MIT */
/* What the search takes for a word, for the book's index (mk/search-index) and for what a reader
   types. */
"use strict";

/* A path or a call is found by its parts, an identifier as a whole and by its parts. */
const BETWEEN = /[^\p{L}\p{N}_]+/u;

function wordsOf(text) {
	return text.toLowerCase().split(BETWEEN).filter((word) => word);
}

function withParts(text) {
	const words = wordsOf(text);

	return words.concat(words.filter((word) => /[^_]_+[^_]/.test(word))
		.flatMap((word) => word.split(/_+/).filter((part) => part)));
}
