/* SPDX-License-Identifier: MIT */
/*
 * fragmenter: leaves a node's free memory in single pages, on purpose, and gives it all back.
 *
 *	fragmenter_make(0, pagemap_fd, nr_pages, &fragmenter);
 *	... no block of the size of a huge page is free on node 0 ...
 *	fragmenter_free(&fragmenter);
 *
 * It fills nr_pages pages and gives those with an even frame back, so that no two free ones
 * are buddies. What else is free in large blocks it plugs with transparent huge pages:
 *
 *	before   |             |    |      |     |        free, in large blocks
 *	after    |x x x x x x x| x x|plug..|plug.|        x: a page that is kept
 *
 * Take most of the node away first (a pool of huge pages), or this takes long. Blocks that
 * CPUs hold in their own lists come back to the node later.
 */
#ifndef PAGELAB_FRAGMENTER_H
#define PAGELAB_FRAGMENTER_H

#include <stddef.h>

/* All zero: one that holds nothing. */
struct fragmenter {
	char *pages; /* nr_pages of them, every second in memory */
	size_t nr_pages;
	char *plug; /* huge pages */
	size_t plug_bytes, huge_bytes;
};

/*
 * `pagemap_fd` must show PFNs, and the node must have nr_pages free and some more: nobody
 * reclaims for a full node, and who asks for more is killed. On failure nothing is held.
 * 0, or -ENOTSUP: no transparent huge pages; -EBUSY: the setting
 * transparent_hugepage/defrag is not `never`, so that the kernel would compact for the plug;
 * -EINVAL: no such node, or nr_pages is 0; -EPERM: PFNs are hidden; -ENOMEM; -errno of
 * mbind(2) or madvise(2).
 */
int fragmenter_make(
	unsigned node, int pagemap_fd, size_t nr_pages, struct fragmenter *ret);

/* Gives all back. One that holds nothing is allowed. */
void fragmenter_free(struct fragmenter *fragmenter);

#endif
