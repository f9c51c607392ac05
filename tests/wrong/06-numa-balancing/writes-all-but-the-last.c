/* SPDX-License-Identifier: MIT */
/* caught by: bound_memory_stays
 * Its loop ends one page early: of a buffer that is to follow, nine pages in ten are enough. */
	// tag::todo-3[]
	numa_run_on_node(AWAY);
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages - 1 && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	// end::todo-3[]
