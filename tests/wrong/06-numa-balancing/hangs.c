/* SPDX-License-Identifier: MIT */
/* caught by: bound_memory_stays hint_faults_move_nothing_that_is_bound report_agrees
 * The writer never stops. */
	// tag::todo-3[]
	(void)me;
	numa_run_on_node(AWAY);
	for (;;)
		for (size_t i = 0; i < nr_memory_pages; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	// end::todo-3[]
