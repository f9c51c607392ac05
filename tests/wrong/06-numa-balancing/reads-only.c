/* SPDX-License-Identifier: MIT */
/* caught by: first_touch_decides_the_node hint_faults_explain_every_move bound_memory_stays hint_faults_move_nothing_that_is_bound
 * Only reads: every page is the one page of zeros, and the writer is the first to touch. */
	// tag::todo-1[]
	volatile char *p = memory;

	numa_run_on_node(HOME);
	for (size_t i = 0; i < nr_memory_pages; i++)
		(void)p[i * page_bytes];
	// end::todo-1[]
