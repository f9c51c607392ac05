/* SPDX-License-Identifier: MIT */
/* One sealed copy of the snapshot for all workers, of the profile whose turn it is. */
#ifndef PAGELAB_GRADE_SEAL_H
#define PAGELAB_GRADE_SEAL_H

#include "run.h"

#define SEALED_MIB 350 /* what a copy takes; two for a moment, between two profiles */

struct grade_seal {
	bool is_off; /* memory is short */
	const char *profile;
	struct snapshot *sealed; /* NULL: it could not be made */
};

/*
 * Before a run is started: sees to the copy of its profile. Where there can be none it says why,
 * on stderr, and the machines start from the cache's own files.
 */
void grade_seal(struct grade_seal *seal, const struct grade_run *run);
void grade_seal_deinit(struct grade_seal *seal);

#endif
