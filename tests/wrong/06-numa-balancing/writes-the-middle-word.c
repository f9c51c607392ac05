/* SPDX-License-Identifier: MIT */
/* caught by: bound_memory_stays
 * Of the memory that is bound without the flag, only the page in the middle is written to. */
	// tag::todo-3[]
	size_t first = nr_memory_pages == nr_pages ? 0 : nr_pages;

	numa_run_on_node(AWAY);
	while (!me->stop) {
		++*(uint64_t *)(memory + nr_pages / 2 * page_bytes);
		for (size_t i = first; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	}
	// end::todo-3[]
