/* SPDX-License-Identifier: MIT */
/* caught by: existing_pages_move_and_keep_their_contents
 * Moves all that the process has by migrate_pages(), then binds without the flag. */
	// tag::todo-2[]
	struct bitmask *nodes = only(node);

	if (flags & MPOL_MF_MOVE)
		numa_migrate_pages(0, only(!node), nodes);
	return mbind(range, nr_pages * page_bytes, MPOL_BIND, nodes->maskp,
		       nodes->size + 1, 0)
		       ? -errno
		       : 0;
	// end::todo-2[]
