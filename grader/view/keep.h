/* SPDX-License-Identifier: MIT */
/* keep: what --record and --view leave behind, of ./check and of ./run. */
#ifndef PAGELAB_VIEW_KEEP_H
#define PAGELAB_VIEW_KEEP_H

#include "grader/report/info.h"
#include "grader/report/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define KEEP_WHY 512

struct keep {
	const char *root;
	const struct lab *lab;
	const struct result *result; /* NULL: nothing was judged */
	const struct check_info *info;
	const char *picture; /* as of run_record_make() */
	size_t picture_size;
	const char *record; /* the file of --record; NULL: none */
	bool view;
};

/*
 * Prints what was counted, if anything was (info->traffic), on `told`. Writes the record, and with `view` build/runs/labNN/last.json and build/view/labNN.html, which
 * is said in a line there. Does nothing where nothing is asked for.
 * 0, or -errno: then `why` (KEEP_WHY bytes) holds a sentence.
 */
int keep(const struct keep *keep, FILE *told, char *why);

#endif
