/* SPDX-License-Identifier: MIT */
/* caught by: bound_memory_stays
 * Adds 1 to the lower half of the number. */
	// tag::todo-3[]
	numa_run_on_node(AWAY);
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(unsigned *)(memory + i * page_bytes);
	// end::todo-3[]
