/* SPDX-License-Identifier: MIT */
/* caught by: bound_memory_stays
 * Both nodes are in the mask of the buffer without the flag: nothing scans it, so it stays. */
	// tag::todo-5[]
	struct bitmask *nodes = numa_allocate_nodemask();

	numa_bitmask_setbit(nodes, HOME);
	if (!flags)
		numa_bitmask_setbit(nodes, AWAY);
	mbind(buffer, nr_pages * page_bytes, MPOL_BIND | flags, nodes->maskp,
		nodes->size + 1, 0);
	numa_bitmask_free(nodes);
	// end::todo-5[]
