/* SPDX-License-Identifier: MIT */
/* What --live and --plot make of a run. */
#ifndef PAGELAB_RUN_WATCH_H
#define PAGELAB_RUN_WATCH_H

#include "grader/view/live.h"
#include "grader/view/series.h"
#include "options.h"

#define RUN_WATCH_WHY SERIES_WHY

/* All of it is NULL where nothing of the kind was asked for. */
struct run_watch {
	struct live *live;
	struct series *series;
	const char *plot;
	const char *folder; /* the lab's */
	char title[8];
};

/* 0 or -ENOMEM. */
int run_watch_begin(
	struct run_watch *ret, const struct run_options *options, const char *folder);
/* Whether it was for the picture: then nobody else has to print it, or to read it. */
bool run_watch_output(
	struct run_watch *watch, bool is_stderr, const char *data, size_t size);
bool run_watch_report(struct run_watch *watch, const char *data, size_t size);
/* Takes the picture away, and writes the plot. 0, or -errno: then `why` (RUN_WATCH_WHY bytes) holds
 * a sentence. */
int run_watch_end(struct run_watch *watch, const char *root, char *why);

#endif
