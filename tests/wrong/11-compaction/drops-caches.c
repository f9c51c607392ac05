/* SPDX-License-Identifier: MIT */
/* caught by: a_large_block_is_refused_until_memory_is_compacted moved_pages_went_up_and_kept_their_contents locked_pages_move_and_pinned_ones_stay report_agrees
 * Waits, and hopes that the kernel tidies up by itself. */
	// tag::todo-3[]
	sync();
	usleep(300 * 1000);
	return 0;
	// end::todo-3[]
