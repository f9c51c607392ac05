/* SPDX-License-Identifier: MIT */
/*
 * view: what a checker sees of one region of a frozen program: for each page the frame
 * and how often it is mapped, and what the region costs.
 *
 *	stage_region(stage, pid, "buffer", &region);
 *	view_take(&region, nr_pages, &view);
 *	... view.pfns[i], view.map_counts[i], view.smaps.pss_bytes ...
 *
 * A region is the program's word. Where it is not what was asked for, that is the
 * program's doing: -ENODATA, for the claims to judge. All other errors are trouble of
 * the harness.
 */
#ifndef PAGELAB_VIEW_H
#define PAGELAB_VIEW_H

#include <stddef.h>
#include <stdint.h>

#include "common/kernel/smaps.h"
#include "common/stage/look.h"

struct view {
	size_t nr_pages;      /* 0: nothing was seen */
	uint64_t *pfns;	      /* 0: not present */
	uint64_t *map_counts; /* of these frames; 0 where not present */
	struct smaps smaps;   /* the sum over the region */
};

/*
 * Looks at a region of exactly nr_pages pages. Needs root, and the program frozen. What is seen
 * stays until all is judged (evidence.h).
 * 0, or -ENODATA: no such memory there, or another length; -ENOMEM; others as
 * pagemap_pfns(), kpage_counts(), smaps_read_sum().
 */
int view_take(const struct stage_region *region, size_t nr_pages, struct view *ret);

/*
 * The same, where the region may also be a part of a mapping, as one that the program made itself and
 * that the kernel has joined with its neighbour. What a part costs smaps does not say: its
 * nr_mappings is 0 then.
 */
int view_take_part(const struct stage_region *region, size_t nr_pages, struct view *ret);

/*
 * The frames of a region of exactly nr_pages pages alone, frozen or not; to be given to free() or
 * evidence_keep(). Errors as view_take().
 */
int view_pfns(const struct stage_region *region, size_t nr_pages, uint64_t **ret);

/* A program of two processes: its first, and another one. */
enum view_side { VIEW_PARENT, VIEW_CHILD, VIEW_NR_SIDES };

/* What reports call them: "the parent", "the child". */
extern const char *const view_sides[VIEW_NR_SIDES];

/*
 * The region of that name of the program's first process, of any other process (a child), of
 * either. 0, or -ENODATA: it named none.
 */
int view_side_region(const struct stage *stage, enum view_side side, const char *name,
	struct stage_region *ret);
int view_main_region(
	const struct stage *stage, const char *name, struct stage_region *ret);
int view_child_region(
	const struct stage *stage, const char *name, struct stage_region *ret);

/*
 * Copies size_bytes bytes of the region, from offset_bytes on. A page that was never
 * touched reads as zeros. Reading through the kernel marks pages as accessed, and the
 * last few would stay in the reading CPU's batch, which counts as a use of them: a
 * write to one of them would then copy it. So the batches are emptied before this
 * returns (lru_batches.h).
 * 0, or -ENODATA: no such memory there; -errno of open(2) or pread(2), or of
 * lru_batches_empty().
 */
int view_peek(const struct stage_region *region, size_t offset_bytes, void *ret,
	size_t size_bytes);

/* The first eight bytes of each of nr_pages pages, 0 where there is no page: what a program has
 * written there to know its pages by. Errors as view_peek(), and of pagemap_read(). */
int view_stamps(const struct stage_region *region, size_t nr_pages, uint64_t *ret);

/* How many pages have another frame in `now` than in `before`. */
size_t view_nr_changed(const struct view *before, const struct view *now);

#endif
