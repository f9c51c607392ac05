/* SPDX-License-Identifier: MIT */
/* The clock that the kernel's records use, and that nobody sets. */
#ifndef PAGELAB_MONOTONIC_H
#define PAGELAB_MONOTONIC_H

#include <stdint.h>
#include <time.h>

/* Nanoseconds of CLOCK_MONOTONIC, clock_gettime(2). */
static inline uint64_t monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* The same in milliseconds. */
static inline uint64_t monotonic_ms(void)
{
	return monotonic_ns() / 1000000;
}

#endif
