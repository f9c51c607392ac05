/* SPDX-License-Identifier: MIT */
/* caught by: hint_faults_move_nothing_that_is_bound
 * Binds both buffers alike: no hint faults, because bound memory is not scanned. */
	// tag::todo-5[]
	struct bitmask *nodes = numa_allocate_nodemask();

	(void)flags;
	numa_bitmask_setbit(nodes, HOME);
	mbind(buffer, nr_pages * page_bytes, MPOL_BIND, nodes->maskp, nodes->size + 1, 0);
	numa_bitmask_free(nodes);
	// end::todo-5[]
