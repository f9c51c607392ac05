/* SPDX-License-Identifier: MIT */
/* caught by: the_area_is_lent_to_the_program
 * Allows both nodes, and runs on the right one. */
#include "lab.h"

	// tag::todo-1[]
	unsigned long mask = 3UL;

	affinity_bind(6);

	if (mbind(buffer, nr_pages * page_bytes, MPOL_BIND, &mask, 64, 0) ||
		madvise(buffer, nr_pages * page_bytes, MADV_POPULATE_WRITE))
		return -errno;
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = stamp + i;
	return 0;
	// end::todo-1[]
