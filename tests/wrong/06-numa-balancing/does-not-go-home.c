/* SPDX-License-Identifier: MIT */
/* caught by: first_touch_decides_the_node memory_follows_the_writer hint_faults_explain_every_move
 * Touches the memory where it happens to run. */
	// tag::todo-1[]
	for (size_t i = 0; i < nr_memory_pages; i++)
		memory[i * page_bytes] = 1;
	// end::todo-1[]
