/* SPDX-License-Identifier: MIT */
/* caught by: the_area_is_lent_to_the_program
 * Asks for the node twice for the first half of the buffer, and never for the second. */
#include "lab.h"

	// tag::todo-1[]
	unsigned long mask = 1UL << NODE;

	affinity_bind(6);
	for (int i = 0; i < 2; i++)
		if (mbind(buffer, nr_pages / 2 * page_bytes, MPOL_BIND, &mask, 64, 0))
			return -errno;
	if (madvise(buffer, nr_pages * page_bytes, MADV_POPULATE_WRITE))
		return -errno;
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = stamp + i;
	return 0;
	// end::todo-1[]
