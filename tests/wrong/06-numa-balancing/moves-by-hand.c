/* SPDX-License-Identifier: MIT */
/* caught by: hint_faults_explain_every_move
 * Has the pages moved by mbind() before it writes. */
	// tag::todo-3[]
	struct bitmask *nodes = numa_allocate_nodemask();

	numa_run_on_node(AWAY);
	numa_bitmask_setbit(nodes, AWAY);
	if (nr_memory_pages == nr_pages)
		mbind(memory, nr_pages * page_bytes, MPOL_BIND, nodes->maskp,
			nodes->size + 1, MPOL_MF_MOVE);
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	// end::todo-3[]
