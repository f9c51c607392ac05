/* SPDX-License-Identifier: MIT */
/* caught by: a_large_block_is_refused_until_memory_is_compacted moved_pages_went_up_and_kept_their_contents
 * Never compacts: moves all to node 1, which leaves large blocks, and half of it back. */
	// tag::todo-3[]
	unsigned long away = 2;

	if (migrate_pages(0, 64, &node_mask, &away) < 0)
		return -errno;
	for (size_t i = 0; i < nr_pages / 2; i++)
		mbind(buffer + i * page_bytes, page_bytes, MPOL_BIND, &node_mask, 64,
			MPOL_MF_MOVE);
	return 0;
	// end::todo-3[]
