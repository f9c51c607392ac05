/* SPDX-License-Identifier: MIT */
/* caught by: first_touch_decides_the_node
 * Half of the memory is touched first from where it will be used. */
	// tag::todo-1[]
	for (size_t i = 0; i < nr_memory_pages; i++) {
		if (i == 0 || i == nr_memory_pages / 2)
			numa_run_on_node(i ? AWAY : HOME);
		memory[i * page_bytes] = 1;
	}
	numa_run_on_node(HOME);
	// end::todo-1[]
