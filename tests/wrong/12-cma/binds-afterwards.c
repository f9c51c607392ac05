/* SPDX-License-Identifier: MIT */
/* caught by: the_area_is_lent_to_the_program
 * Has its pages made by a CPU of the node, without a policy, and asks for the node when they are there. */
#include "lab.h"

	// tag::todo-1[]
	unsigned long mask = 1UL << NODE;

	affinity_bind(6);
	if (madvise(buffer, nr_pages * page_bytes, MADV_POPULATE_WRITE) ||
		mbind(buffer, nr_pages * page_bytes, MPOL_BIND, &mask, 64, 0))
		return -errno;
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = stamp + i;
	return 0;
	// end::todo-1[]
