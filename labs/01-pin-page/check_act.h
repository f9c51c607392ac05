/* SPDX-License-Identifier: MIT */
/* What the checker of lab 01 has seen of one run of the program. */
#ifndef PIN_PAGE_CHECK_ACT_H
#define PIN_PAGE_CHECK_ACT_H

#include <stddef.h>
#include <stdint.h>

#include "check.h"

enum { HOME, AWAY }; /* the nodes */

enum moment { MAPPED, PINNED, WRITTEN, BOTH_PINNED, MOVED, FOLLOWED, NR_MOMENTS };

/* A buffer at one moment. */
struct side {
	struct stage_region region;
	uint64_t *pfns;
	uint64_t *
		set_out; /* its frames once the checker has done with it, if it did anything */
	uint64_t *sums; /* of its pages' words; at BOTH_PINNED and MOVED */
};

struct look {
	struct side pinned, control;
	uint64_t nr_faults;
	bool is_interrupted; /* signals have a handler, and end a sleep early */
	uint64_t nr_acquired, nr_released;
};

struct act {
	struct performance run;
	size_t nr_pages;
	/* That the checker puts into each page of both buffers at BOTH_PINNED. */
	unsigned char mark;
	size_t nr_touched, nr_read,
		nr_sent; /* pages that the checker is to touch, only read, and move */
	/* That could be moved while they should be pinned. */
	size_t nr_movable;	   /* of pinned, at MOVED */
	size_t nr_control_movable; /* of control, at BOTH_PINNED */
	struct look at[NR_MOMENTS];
};

struct evidence {
	struct act act[2]; /* the second with more pages */
	struct placement_zones zones;
	cpu_set_t away_cpus;
};

#endif
