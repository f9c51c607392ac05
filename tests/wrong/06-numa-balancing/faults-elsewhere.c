/* SPDX-License-Identifier: MIT */
/* caught by: hint_faults_move_nothing_that_is_bound
 * Binds both buffers without the flag; the writer takes its faults in fresh memory of its own. */
	// tag::todo-3[]
	char *other = malloc(3 * nr_pages * page_bytes);

	numa_run_on_node(AWAY);
	for (size_t i = 0; i < nr_memory_pages; i++)
		++*(uint64_t *)(memory + i * page_bytes);
	for (size_t i = 0; nr_memory_pages != nr_pages && i < 3 * nr_pages; i++)
		((volatile char *)other)[i * page_bytes] = 1;
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	free(other);
	// end::todo-3[]
	// tag::todo-5[]
	struct bitmask *nodes = numa_allocate_nodemask();

	(void)flags;
	numa_bitmask_setbit(nodes, HOME);
	mbind(buffer, nr_pages * page_bytes, MPOL_BIND, nodes->maskp, nodes->size + 1, 0);
	numa_bitmask_free(nodes);
	// end::todo-5[]
