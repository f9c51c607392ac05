/* SPDX-License-Identifier: MIT */
/*
 * live: what a program's memory looks like at this moment, in few words, for a picture in a terminal
 * while it runs. Nothing of it is kept: the host draws it, and forgets it (grader/view/live.h).
 *
 *	live_create(files, nr_files, &live);
 *	live_look(live, stage);			in words, as a report of kind "live"
 *	live_free(live);
 *
 * The words are lines. A region has one cell for each page, or for as many pages as it takes for
 * LIVE_CELLS of them: what most of these are.
 *
 *	time 1234567890				of CLOCK_MONOTONIC, in ns
 *	at filled				the checkpoint; none: it runs
 *	region PID PAGES NODE0 NODE1 NODE2 NODE3 HUGE SWAPPED MOVING NAME
 *	cells 0000011..s			digits: on that node; A-D: there in a huge page; s: swapped;
 *						m: on its way; .: not there
 *	counter NOW THEN NAME			of those that changed since the first look
 */
#ifndef PAGELAB_PICTURE_LIVE_H
#define PAGELAB_PICTURE_LIVE_H

#include <stddef.h>

#include "common/stage/look.h"

#define LIVE_REGIONS 8
#define LIVE_CELLS 1024	 /* of a region */
#define LIVE_PAGES 32768 /* of a region that are looked at */
#define LIVE_COUNTERS 24

struct live;

/* `files` are those of numbers, as a lab names them. 0, or -ENOMEM; -ENODATA, -EPERM: this kernel
 * or user cannot look. */
int live_create(const char *const files[], size_t nr_files, struct live **ret);
/* NULL is allowed, and in live_look(). */
void live_free(struct live *live);

/* What cannot be looked at is left out. */
void live_look(struct live *live, const struct stage *stage);

#endif
