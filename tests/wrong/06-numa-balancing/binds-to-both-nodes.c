/* SPDX-License-Identifier: MIT */
/* caught by: bound_memory_stays hint_faults_move_nothing_that_is_bound
 * Both nodes are in the mask: with hint faults, the pages move within it. */
	// tag::todo-5[]
	struct bitmask *nodes = numa_allocate_nodemask();

	numa_bitmask_setbit(nodes, HOME);
	numa_bitmask_setbit(nodes, AWAY);
	mbind(buffer, nr_pages * page_bytes, MPOL_BIND | flags, nodes->maskp,
		nodes->size + 1, 0);
	numa_bitmask_free(nodes);
	// end::todo-5[]
