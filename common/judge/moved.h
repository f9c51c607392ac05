/* SPDX-License-Identifier: MIT */
/*
 * moved: what brought the pages of a region to their frames, by the record of moves.
 *
 *	struct moved moved = {.record = expect_record(run, RECORD_MOVES), .region = region,
 *		.after = "touched", .before = "followed", .pfns = followed->pfns, .nr_pages = nr_pages};
 *
 *	moved_find(&moved);
 *	claim_where("page %zu of buffer", i);
 *	expect_moved(&moved, i, RECORD_FOR_BALANCING, "a move by NUMA balancing", "it was written anew");
 */
#ifndef PAGELAB_MOVED_H
#define PAGELAB_MOVED_H

#include <stddef.h>
#include <stdint.h>

#include "common/recorder/record.h"
#include "common/stage/stage.h"

/* No move ended in the frame. */
#define MOVED_NOT (UINT32_MAX - 1)

struct moved {
	const struct record *record;
	const struct stage_region *region;
	const char *after, *before; /* checkpoints; NULL: the begin, the end */
	const uint64_t *pfns;	    /* of the region's pages now */
	size_t nr_pages;
	unsigned *
		reasons; /* of each page: enum record_reason, UINT32_MAX for another, or MOVED_NOT */
};

/* In a claim: fills `reasons`, which are freed with the evidence. Who made a move does not matter, but
 * that the checker itself did: its own moves are left out. BROKEN without memory. */
void moved_find(struct moved *moved);
/* In a claim: the page came by a move for this reason, which `wanted` says in words. Where there was
 * no move, it has a new frame, and `otherwise` says how that can be. */
void expect_moved(const struct moved *moved, size_t page, enum record_reason reason,
	const char *wanted, const char *otherwise);

#endif
