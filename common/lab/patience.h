/* SPDX-License-Identifier: MIT */
/*
 * patience: waiting for a number to grow, as long as it does. How long something takes
 * depends on the machine; that nothing happens for seconds does not, but on how slow its host is at
 * the moment: PATIENCE_ENV says so, and the seconds are multiplied by it.
 *
 *	struct patience patience = {.step = 10, .seconds = 6};
 *
 *	while (value < enough && patience_lasts(&patience, value))
 *		... wait a moment, read the value ...
 */
#ifndef PAGELAB_PATIENCE_H
#define PAGELAB_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

/* In a program's environment: how many times slower than usual the machine is, at least 1. */
#define PATIENCE_ENV "PAGELAB_SLOWNESS"

struct patience {
	uint64_t step;	/* growing by less is no progress; at least 1 */
	double seconds; /* without progress, before slowness */
	uint64_t last;	/* the rest begins as zero */
	double since;
};

/* Seconds of a clock that never goes back (CLOCK_MONOTONIC). */
double patience_now(void);

/* False when the value has not grown by a step for so many seconds. */
bool patience_lasts(struct patience *patience, uint64_t value);

#endif
