/* SPDX-License-Identifier: MIT */
/* caught by: bound_memory_stays
 * Binds the second buffer only. */
	// tag::todo-5[]
	struct bitmask *nodes = numa_allocate_nodemask();

	numa_bitmask_setbit(nodes, HOME);
	if (flags)
		mbind(buffer, nr_pages * page_bytes, MPOL_BIND | flags, nodes->maskp,
			nodes->size + 1, 0);
	numa_bitmask_free(nodes);
	// end::todo-5[]
