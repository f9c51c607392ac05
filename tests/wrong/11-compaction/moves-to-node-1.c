/* SPDX-License-Identifier: MIT */
/* caught by: a_large_block_is_refused_until_memory_is_compacted moved_pages_went_up_and_kept_their_contents
 * Never compacts: has its pages moved to node 1, whose frames are higher. */
	// tag::todo-3[]
	unsigned long away = 2;

	for (size_t i = 0; i < nr_pages; i++)
		mbind(buffer + i * page_bytes, page_bytes, MPOL_BIND, &away, 64,
			MPOL_MF_MOVE);
	return 0;
	// end::todo-3[]
