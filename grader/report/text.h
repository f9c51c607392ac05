/* SPDX-License-Identifier: MIT */
/*
 * A result for people: calm, aligned, wrapped. One thing at a time: a line for each claim, then
 * the story of the first one that did not pass, by the order of the tasks.
 */
#ifndef PAGELAB_REPORT_TEXT_H
#define PAGELAB_REPORT_TEXT_H

#include "info.h"
#include "verdict.h"

#include <stdbool.h>
#include <stdio.h>

struct report_style {
	bool colour;
	size_t columns;	   /* of the terminal; at least 40 are used */
	unsigned nr_hints; /* for a claim that did not pass, at most */
	bool whole;   /* the story of every claim, not of the first that did not pass */
	bool verbose; /* also what was seen where a claim passed, times, output */
	bool watched; /* the next step is to save, and needs no words */
	/* The names of the claims that passed the last time, with a comma before and behind each:
	 * what has changed is marked. NULL: nothing is. */
	const char *before;
};

/* Colour and columns as they suit `out`: a terminal, not a dumb one, NO_COLOR unset. */
struct report_style report_style_for(FILE *out);

void report_text(FILE *out, const struct result *result, const struct check_info *info,
	const struct report_style *style);

#endif
