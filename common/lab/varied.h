/* SPDX-License-Identifier: MIT */
/*
 * varied: a buffer whose pages are of all kinds that a page can be, in an order that a seed
 * decides. For programs that look at pages.
 *
 * Source: mmap(2), madvise(2).
 */
#ifndef PAGELAB_VARIED_H
#define PAGELAB_VARIED_H

#include <stddef.h>
#include <stdint.h>

enum varied_kind {
	VARIED_UNTOUCHED,
	VARIED_READ, /* never written: the page of zeros that all share */
	VARIED_WRITTEN,
	VARIED_SWAPPED,	  /* written, and sent to a swap area, if there is one */
	VARIED_FILE,	  /* of the program's own file */
	VARIED_FILE_COPY, /* the same, written: a private copy */
	VARIED_SHARED,	  /* shared memory, mapped here and at two other places */
	VARIED_HOLE,	  /* not mapped */
	VARIED_NR_KINDS,
};

/* What page number `page` is: the first eight pages are one of each, and so are the next. */
enum varied_kind varied_kind(uint64_t seed, size_t page);

/*
 * Maps a buffer of nr_pages such pages. A page can only be sent to a swap area while it is
 * in no other CPU's batch: bind the thread to one CPU before (affinity_bind()).
 * 0, or -EINVAL: no pages; -errno of mmap(2), open(2), memfd_create(2).
 */
int varied_map(size_t nr_pages, uint64_t seed, char **ret);

#endif
