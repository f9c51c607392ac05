/* SPDX-License-Identifier: MIT */
/*
 * by_frame: the pages of a buffer in the order of their frames: where they lie in memory,
 * from its low end to its high one.
 *
 *	page      0       1       2       3           pages[0] = 2
 *	frame     0x44c   0x452   0x449   none        pages[1] = 0, pages[2] = 1
 */
#ifndef PAGELAB_BY_FRAME_H
#define PAGELAB_BY_FRAME_H

#include <stddef.h>
#include <stdint.h>

/* pfns[i] is the frame of page i, 0 if it has none, as pagemap_pfns() gives them. ret_pages
 * has room for nr_pages. Returns how many pages have a frame. */
size_t by_frame(const uint64_t *pfns, size_t nr_pages, size_t *ret_pages);

#endif
