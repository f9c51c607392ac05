/* SPDX-License-Identifier: MIT */
/* caught by: bound_memory_stays hint_faults_move_nothing_that_is_bound
 * The writer of bound memory runs on node 0, where that memory is. */
	// tag::todo-3[]
	numa_run_on_node(nr_memory_pages == nr_pages ? AWAY : HOME);
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	// end::todo-3[]
