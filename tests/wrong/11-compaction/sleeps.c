/* SPDX-License-Identifier: MIT */
/* caught by: a_large_block_is_refused_until_memory_is_compacted moved_pages_went_up_and_kept_their_contents locked_pages_move_and_pinned_ones_stay report_agrees
 * Leaves it to the kernel to compact in its own time. */
	// tag::todo-3[]
	sleep(1);
	return 0;
	// end::todo-3[]
