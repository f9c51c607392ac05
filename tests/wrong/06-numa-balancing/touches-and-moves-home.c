/* SPDX-License-Identifier: MIT */
/* caught by: first_touch_decides_the_node
 * Touches from node 1, and has the pages moved to node 0 by hand. */
	// tag::todo-1[]
	struct bitmask *nodes = numa_allocate_nodemask();

	numa_bitmask_setbit(nodes, HOME);
	numa_run_on_node(AWAY);
	for (size_t i = 0; i < nr_memory_pages; i++)
		memory[i * page_bytes] = 1;
	numa_run_on_node(HOME);
	if (nr_memory_pages == nr_pages) {
		mbind(memory, nr_pages * page_bytes, MPOL_BIND, nodes->maskp,
			nodes->size + 1, MPOL_MF_MOVE);
		mbind(memory, nr_pages * page_bytes, MPOL_DEFAULT, NULL, 0, 0);
	}
	// end::todo-1[]
