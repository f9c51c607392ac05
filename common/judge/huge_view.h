/* SPDX-License-Identifier: MIT */
/*
 * huge_view: what a checker sees of one region of a frozen program that should be made of
 * huge pages. A huge page is a block of frames in a row, the first of them at a multiple
 * of its size:
 *
 *	| head | tail | tail |  ...  | tail | head | tail |  ...
 *	  pfn    pfn+1  pfn+2
 *
 * The same is true of transparent ones, which have the flag KPAGE_THP instead of KPAGE_HUGE.
 */
#ifndef PAGELAB_HUGE_VIEW_H
#define PAGELAB_HUGE_VIEW_H

#include <stddef.h>
#include <stdint.h>

#include "common/kernel/smaps.h"
#include "common/stage/look.h"

struct huge_view {
	size_t nr_pages; /* base pages; 0: nothing was seen */
	uint64_t *pfns;	 /* 0: not present */
	uint64_t *flags; /* of these frames (kpage.h); 0 where not present */
	struct smaps smaps;
};

/*
 * Looks at a region of exactly length_bytes bytes. Needs root, and the program frozen. What is
 * seen stays until all is judged (evidence.h).
 * 0, or -ENODATA: no such memory there, another length, or less than whole mappings;
 * -ENOMEM; others as view_pfns(), kpage_flags(), smaps_read_sum().
 */
int huge_view_take(
	const struct stage_region *region, size_t length_bytes, struct huge_view *ret);

/*
 * The first base page in [first, end) that is not at its place in a huge page of
 * huge_bytes bytes with the flag `kind`: another frame, no head or tail, or without the
 * flag; `end` if there is none. A huge page begins at `first`.
 */
size_t huge_view_flaw(const struct huge_view *view, size_t first, size_t end,
	size_t huge_bytes, uint64_t kind);

#endif
