/* SPDX-License-Identifier: MIT */
/* caught by: locked_pages_move_and_pinned_ones_stay
 * Unlocks the pages before anything moves. */
	// tag::direct[]
	munlockall();
	take_all_large_blocks();
	ask("order 9, with direct compaction", ORDER_ALLOC_DIRECT, 8);
	lab_checkpoint("direct");
	// end::direct[]
