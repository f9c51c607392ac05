/* SPDX-License-Identifier: MIT */
/* caught by: the_area_is_lent_to_the_program
 * Prefers the node, and so takes other memory where that one is short. */
	// tag::todo-1[]
	unsigned long mask = 1UL << NODE;

	if (mbind(buffer, nr_pages * page_bytes, MPOL_PREFERRED, &mask, 64, 0) ||
		madvise(buffer, nr_pages * page_bytes, MADV_POPULATE_WRITE))
		return -errno;
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = stamp + i;
	return 0;
	// end::todo-1[]
