/* SPDX-License-Identifier: MIT */
/* caught by: bound_memory_stays
 * Without the flag it binds the thread, whose policy numa_maps shows for memory that has none. */
	// tag::todo-5[]
	struct bitmask *nodes = numa_allocate_nodemask();

	numa_bitmask_setbit(nodes, HOME);
	if (flags)
		mbind(buffer, nr_pages * page_bytes, MPOL_BIND | flags, nodes->maskp,
			nodes->size + 1, 0);
	else
		set_mempolicy(MPOL_BIND, nodes->maskp, nodes->size + 1);
	// end::todo-5[]
