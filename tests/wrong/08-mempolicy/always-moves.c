/* SPDX-License-Identifier: MIT */
/* caught by: a_ranges_policy_beats_the_threads
 * Has pages moved whatever the flags say. */
	// tag::todo-2[]
	struct bitmask *nodes = only(node);

	(void)flags;
	return mbind(range, nr_pages * page_bytes, MPOL_BIND, nodes->maskp, nodes->size + 1, MPOL_MF_MOVE) ? -errno : 0;
	// end::todo-2[]
