/* SPDX-License-Identifier: MIT */
/* Under which policy the pages of lab 12's buffer were made, as it was recorded. */
#ifndef CMA_CHECK_POLICY_H
#define CMA_CHECK_POLICY_H

#include "check.h"

/* In a claim: when a page of the region was last made before that checkpoint, a policy MPOL_BIND for
 * that node alone was in force: its range's (mbind(2)), or that of the thread that made it (set_mempolicy(2)). Nodes are
 * not asked for where the kernel's mpol_new() cannot be probed. */
void expect_made_bound(const struct performance *run, const struct stage_region *region,
	unsigned node, const char *before);

#endif
