/* SPDX-License-Identifier: MIT */
/* caught by: direct_compaction_makes_the_block_at_once
 * Compacts before it asks for the block with direct compaction, then takes what is left. */
	// tag::direct[]
	compact();
	ask("order 9, with direct compaction", ORDER_ALLOC_DIRECT, 1);
	lab_checkpoint("direct");
	// end::direct[]
