/* SPDX-License-Identifier: MIT */
/* caught by: direct_compaction_makes_the_block_at_once
 * Gives back a block that it has, and gets that one instead of a new one. */
	// tag::direct[]
	take_all_large_blocks();
	close(pins + 1);
	ask("order 9, with direct compaction", ORDER_ALLOC_DIRECT, 1);
	lab_checkpoint("direct");
	// end::direct[]
