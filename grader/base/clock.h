/* SPDX-License-Identifier: MIT */
/* The time that passes, whatever is done to the time of day. */
#ifndef PAGELAB_CLOCK_H
#define PAGELAB_CLOCK_H

#include <time.h>

/* Seconds since some moment in the past (CLOCK_MONOTONIC). */
static inline double clock_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

#endif
