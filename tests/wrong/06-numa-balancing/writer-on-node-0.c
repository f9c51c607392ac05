/* SPDX-License-Identifier: MIT */
/* caught by: memory_follows_the_writer hint_faults_explain_every_move
 * The writer runs where the memory is. Bound memory takes hint faults all the same. */
	// tag::todo-3[]
	numa_run_on_node(HOME);
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	// end::todo-3[]
