/* SPDX-License-Identifier: MIT */
/* Under which policy the pages of lab 12's buffer were made, as it was recorded. */
#ifndef CMA_CHECK_POLICY_H
#define CMA_CHECK_POLICY_H

#include "check.h"

/* In a claim: when a page of the region was last made before that checkpoint, a policy MPOL_BIND
 * was in force: its range's (mbind(2)), or that of the thread that made it (set_mempolicy(2)).
 * Returns whether it still is: numa_maps has its nodes then. */
bool expect_made_bound(const struct performance *run, const struct stage_region *region,
	const char *before);

#endif
