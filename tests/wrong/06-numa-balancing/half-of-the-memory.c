/* SPDX-License-Identifier: MIT */
/* caught by: memory_follows_the_writer
 * Writes to one half of the memory, so the other is left behind. */
	// tag::todo-3[]
	size_t nr = nr_memory_pages == nr_pages ? nr_pages / 2 : nr_memory_pages;

	numa_run_on_node(AWAY);
	while (!me->stop)
		for (size_t i = 0; i < nr && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	// end::todo-3[]
