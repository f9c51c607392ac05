/* SPDX-License-Identifier: MIT */
/* caught by: first_touch_decides_the_node memory_follows_the_writer hint_faults_explain_every_move
 * All of the memory is touched first from where it will be used: it is there and never came. */
	// tag::todo-1[]
	numa_run_on_node(nr_memory_pages == nr_pages ? AWAY : HOME);
	memset(memory, 1, nr_memory_pages * page_bytes);
	// end::todo-1[]
