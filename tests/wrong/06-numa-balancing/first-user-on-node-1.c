/* SPDX-License-Identifier: MIT */
/* caught by: first_touch_decides_the_node
 * The first user runs on node 1; a policy of the thread takes the frames from node 0. */
	// tag::todo-1[]
	struct bitmask *nodes = numa_allocate_nodemask();

	numa_bitmask_setbit(nodes, HOME);
	numa_run_on_node(AWAY);
	set_mempolicy(MPOL_BIND, nodes->maskp, nodes->size + 1);
	for (size_t i = 0; i < nr_memory_pages; i++)
		memory[i * page_bytes] = 1;
	set_mempolicy(MPOL_DEFAULT, NULL, 0);
	numa_run_on_node(HOME);
	// end::todo-1[]
