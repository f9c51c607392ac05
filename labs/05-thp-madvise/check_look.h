/* SPDX-License-Identifier: MIT */
/* What the checker of lab 05 sees at nine moments: the kernel's counters, the program's faults
 * and the setting, and the buffer that the moment is about. */
#ifndef THP_MADVISE_CHECK_LOOK_H
#define THP_MADVISE_CHECK_LOOK_H

#include "check.h"

enum moment {
	MAPPED,
	PLAIN,
	ADVISED,
	COLLAPSED,
	HOLE,
	FORBIDDEN,
	NEVER,
	FORCED,
	END,
	NR_MOMENTS
};

extern const char *const thp_moments[];
/* The buffer that each moment is about, or NULL. */
extern const char *const thp_buffers[];

struct look {
	struct thp_events events;
	struct thp_mode enabled;
	uint64_t nr_faults;
	struct huge_view view; /* nr_pages 0: no such region */
	uint64_t *stamps;      /* what each page holds */
};

struct evidence {
	struct performance run;
	struct thp_mode enabled; /* before the program ran */
	size_t nr_huge, hole, nr_pages, huge_bytes;
	uint64_t seed;
	struct look at[NR_MOMENTS];
};

/* For claims_main(). */
int thp_gather(const struct stage_config *config, void **ret_evidence);
void thp_discard(void *evidence);

#endif
