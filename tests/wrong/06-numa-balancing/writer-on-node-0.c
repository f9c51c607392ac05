/* SPDX-License-Identifier: MIT */
/* caught by: memory_follows_the_writer hint_faults_explain_every_move bound_memory_stays hint_faults_move_nothing_that_is_bound
 * The writer runs where the memory is. So of bound memory nothing is shown, either. */
	// tag::todo-3[]
	numa_run_on_node(HOME);
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	// end::todo-3[]
