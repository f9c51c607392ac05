/* SPDX-License-Identifier: MIT */
/* caught by: a_large_block_is_refused_until_memory_is_compacted moved_pages_went_up_and_kept_their_contents
 * perhaps: locked_pages_move_and_pinned_ones_stay
 * Makes room by giving the blocks back that it has taken: nothing moves, but where the last request has to
 * compact, which may move some of the locked pages. */
	// tag::todo-3[]
	close_range(pins + 1, ~0U, 0);
	return 0;
	// end::todo-3[]
