/* SPDX-License-Identifier: MIT */
/* caught by: locked_pages_move_and_pinned_ones_stay
 * Gives the pins back before anything moves. */
	// tag::direct[]
	take_all_large_blocks();
	ask("order 9, with direct compaction", ORDER_ALLOC_DIRECT, 8);
	lab_checkpoint("direct");
	close(pins);
	// end::direct[]
