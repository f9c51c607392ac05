/* SPDX-License-Identifier: MIT */
/* caught by: existing_pages_move_and_keep_their_contents
 * Forgets MPOL_MF_MOVE: the policy is there, the pages stay. */
	// tag::todo-2[]
	struct bitmask *nodes = only(node);
	long failed = mbind(range, nr_pages * page_bytes, MPOL_BIND, nodes->maskp,
		nodes->size + 1, 0);

	(void)flags;
	return failed ? -errno : 0;
	// end::todo-2[]
