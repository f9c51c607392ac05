/* SPDX-License-Identifier: MIT */
/* caught by: a_ranges_policy_beats_the_threads existing_pages_move_and_keep_their_contents
 * Binds one page more than the range has. */
	// tag::todo-2[]
	struct bitmask *nodes = only(node);
	return mbind(range, (nr_pages + 1) * page_bytes, MPOL_BIND, nodes->maskp, nodes->size + 1, flags) ? -errno : 0;
	// end::todo-2[]
