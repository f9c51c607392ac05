/* SPDX-License-Identifier: MIT */
/* caught by: hint_faults_explain_every_move
 * Has the pages moved by mbind(); other memory of node 0 is balanced meanwhile, so that faults and
 * migrations are counted. */
	// tag::todo-3[]
	struct bitmask *nodes = numa_allocate_nodemask();
	size_t nr = 2 * nr_pages;

	if (nr_memory_pages == nr_pages) {
		char *other = malloc(nr * page_bytes);

		numa_run_on_node(HOME);
		memset(other, 1, nr * page_bytes);
		numa_run_on_node(AWAY);
		for (double begin = patience_now(); patience_now() < begin + 1;)
			for (size_t i = 0; i < nr; i++)
				((volatile char *)other)[i * page_bytes]++;
		numa_bitmask_setbit(nodes, AWAY);
		mbind(memory, nr_pages * page_bytes, MPOL_BIND, nodes->maskp,
			nodes->size + 1, MPOL_MF_MOVE);
	}
	numa_run_on_node(AWAY);
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	// end::todo-3[]
