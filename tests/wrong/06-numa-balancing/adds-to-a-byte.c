/* SPDX-License-Identifier: MIT */
/* caught by: memory_follows_the_writer
 * The writer adds to a byte of each page, and not to the number at its start. */
	// tag::todo-3[]
	numa_run_on_node(AWAY);
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++memory[i * page_bytes];
	// end::todo-3[]
