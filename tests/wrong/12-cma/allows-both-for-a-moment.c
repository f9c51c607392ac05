/* SPDX-License-Identifier: MIT */
/* caught by: the_area_is_lent_to_the_program
 * Allows itself both nodes, runs on the right one, and takes the policy back once the buffer is full. */
#include "lab.h"

	// tag::todo-1[]
	unsigned long mask = 3UL;

	affinity_bind(6);
	if (set_mempolicy(MPOL_BIND, &mask, 64) ||
		madvise(buffer, nr_pages * page_bytes, MADV_POPULATE_WRITE))
		return -errno;
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = stamp + i;
	return set_mempolicy(MPOL_DEFAULT, NULL, 0) ? -errno : 0;
	// end::todo-1[]
