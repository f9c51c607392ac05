/* SPDX-License-Identifier: MIT */
/* caught by: first_touch_decides_the_node hint_faults_move_nothing_that_is_bound
 * Touches nr_pages pages, also where the memory is two such buffers. */
	// tag::todo-1[]
	numa_run_on_node(HOME);
	for (size_t i = 0; i < nr_pages; i++)
		memory[i * page_bytes] = 1;
	// end::todo-1[]
