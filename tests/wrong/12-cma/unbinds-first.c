/* SPDX-License-Identifier: MIT */
/* caught by: the_area_is_lent_to_the_program
 * Asks for the node, and takes that back before any page is made, by a CPU of the node. */
#include "lab.h"

	// tag::todo-1[]
	unsigned long mask = 1UL << NODE;

	affinity_bind(6);
	if (mbind(buffer, nr_pages * page_bytes, MPOL_BIND, &mask, 64, 0) ||
		mbind(buffer, nr_pages * page_bytes, MPOL_DEFAULT, NULL, 0, 0) ||
		madvise(buffer, nr_pages * page_bytes, MADV_POPULATE_WRITE))
		return -errno;
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = stamp + i;
	return 0;
	// end::todo-1[]
