/* SPDX-License-Identifier: MIT */
/* caught by: moved_pages_went_up_and_kept_their_contents direct_compaction_makes_the_block_at_once
 * Moves pages to node 1, so that there is a block when it asks. */
	// tag::direct[]
	unsigned long away = 2;

	take_all_large_blocks();
	for (size_t i = 0; i < nr_pages; i++)
		mbind(buffer + i * page_bytes, page_bytes, MPOL_BIND, &away, 64,
			MPOL_MF_MOVE);
	ask("order 9, with direct compaction", ORDER_ALLOC_DIRECT, 1);
	lab_checkpoint("direct");
	// end::direct[]
