/* SPDX-License-Identifier: MIT */
/* Touches twice; binds with MPOL_F_STATIC_NODES (bit 15), and has pages moved that are elsewhere. */
	// tag::todo-1[]
	numa_run_on_node(HOME);
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < nr_memory_pages; i++)
			memory[i * page_bytes]++;
	// end::todo-1[]
	// tag::todo-5[]
	struct bitmask *nodes = numa_allocate_nodemask();

	numa_bitmask_setbit(nodes, HOME);
	if (mbind(buffer, nr_pages * page_bytes, MPOL_BIND | (1 << 15) | flags,
		    nodes->maskp, nodes->size + 1, MPOL_MF_STRICT | MPOL_MF_MOVE))
		perror("mbind");
	numa_bitmask_free(nodes);
	// end::todo-5[]
