/* SPDX-License-Identifier: MIT */
/* caught by: bound_memory_stays
 * Binds both buffers with MPOL_F_NUMA_BALANCING, whatever was asked for. */
	// tag::todo-5[]
	struct bitmask *nodes = numa_allocate_nodemask();

	(void)flags;
	numa_bitmask_setbit(nodes, HOME);
	mbind(buffer, nr_pages * page_bytes, MPOL_BIND | MPOL_F_NUMA_BALANCING,
		nodes->maskp, nodes->size + 1, 0);
	numa_bitmask_free(nodes);
	// end::todo-5[]
