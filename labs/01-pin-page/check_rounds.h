/* SPDX-License-Identifier: MIT */
/*
 * The rounds of the writing thread of lab 01, seen while it runs: a thread that writes the pinned
 * buffer in its first round alone is not to pass for one that goes on. So nothing moves in the first
 * rounds, of which nobody knows how many there will be, and only what is used after them counts.
 */
#ifndef PIN_PAGE_CHECK_ROUNDS_H
#define PIN_PAGE_CHECK_ROUNDS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "check.h"

struct rounds {
	struct stage_region pinned, control;
	unsigned nr; /* how many are to pass */
	uint64_t
		from_ns; /* from then on it counts who uses a page; 0: from the beginning */
	pthread_t thread;
	atomic_bool stop, began;
};

/* Waits beside the running program until both buffers were used so often, then switches NUMA balancing
 * on; at the latest after some seconds. All pages have just been aged (hand_age()). 0, or -errno of
 * pthread_create(3). */
int rounds_begin(struct rounds *rounds);
/* Ends the wait, if there is one. */
void rounds_end(struct rounds *rounds);

#endif
