/* SPDX-License-Identifier: MIT */
/* caught by: a_large_block_is_refused_until_memory_is_compacted moved_pages_went_up_and_kept_their_contents locked_pages_move_and_pinned_ones_stay report_agrees
 * Crashes with blocks, pins and a fragmented node in its hands. */
	// tag::compact[]
	(void)compact, (void)count_moved, (void)before, (void)after;
	abort();
	// end::compact[]
