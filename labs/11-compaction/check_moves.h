/* SPDX-License-Identifier: MIT */
/* Why pages moved while the program of lab 11 ran, as it was recorded. */
#ifndef COMPACTION_CHECK_MOVES_H
#define COMPACTION_CHECK_MOVES_H

#include <stddef.h>
#include <stdint.h>

#include "check.h"

/* In a claim: between two checkpoints a thread of the program had pages of the machine moved by
 * compaction. */
void expect_compaction(
	const struct performance *run, const char *after, const char *before);

/* In a claim: each page of the region that has another frame now was moved there by compaction,
 * since that checkpoint. Frame 0: not in memory. */
void expect_compacted(const struct performance *run, const struct stage_region *region,
	const char *after, const uint64_t *was, const uint64_t *now);

/* In a claim: what a thread of the program had compaction move between two checkpoints, of the
 * region's pages, came to a higher frame each. */
void expect_upwards(const struct performance *run, const struct stage_region *region,
	const char *after, const char *before);

/* In a claim: the program had this page pinned before that checkpoint. */
void expect_pin(const struct performance *run, const struct stage_region *region,
	size_t page, const char *before);

/* In a claim: the program had it not. */
void expect_no_pin(const struct performance *run, const struct stage_region *region,
	size_t page, const char *before);

/* In a claim: nobody unlocked this page between two checkpoints. */
void expect_no_unlock(const struct performance *run, const struct stage_region *region,
	size_t page, const char *after, const char *before);

#endif
