/* SPDX-License-Identifier: MIT */
/* caught by: the_area_is_lent_to_the_program a_long_term_pin_takes_pages_out_first the_grab_moves_out_what_is_in_its_way
 * Takes its memory from the other node, where no area is. */
	// tag::todo-1[]
	unsigned long mask = 1;

	if (mbind(buffer, nr_pages * page_bytes, MPOL_BIND, &mask, 64, 0) ||
		madvise(buffer, nr_pages * page_bytes, MADV_POPULATE_WRITE))
		return -errno;
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = stamp + i;
	return 0;
	// end::todo-1[]
