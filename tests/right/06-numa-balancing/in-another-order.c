/* SPDX-License-Identifier: MIT */
/* The writer goes through the pages in another order. */
	// tag::todo-3[]
	numa_run_on_node(AWAY);
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + (i * 7919 % nr_memory_pages) * page_bytes);
	// end::todo-3[]
