/* SPDX-License-Identifier: MIT */
/* How far it is: one line on a terminal that is written anew; elsewhere one now and then. */
#ifndef PAGELAB_GRADE_PROGRESS_H
#define PAGELAB_GRADE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct grade_progress {
	FILE *out;
	bool terminal;
	size_t nr, nr_finished, nr_broken;
	double begun, shown; /* seconds of the monotonic clock */
};

void progress_start(struct grade_progress *progress, FILE *out, size_t nr);
/* Shows the line if it is time. */
void progress_show(struct grade_progress *progress, size_t nr_running);
/* Takes the line away. */
void progress_stop(struct grade_progress *progress);

/* "12 of 40 graded, 28 left, 2 at work, 55 a minute, to end at 18:40". `now` and `wall` are
 * seconds of the two clocks. */
void progress_line(const struct grade_progress *progress, size_t nr_running, double now,
	long wall, char *ret, size_t size);

#endif
