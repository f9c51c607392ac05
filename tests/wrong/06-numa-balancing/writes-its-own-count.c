/* SPDX-License-Identifier: MIT */
/* caught by: bound_memory_stays
 * Counts its rounds and writes that number, whatever number is in the page. */
	// tag::todo-3[]
	uint64_t round = 2;

	numa_run_on_node(AWAY);
	for (; !me->stop; round++)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			*(uint64_t *)(memory + i * page_bytes) = round;
	// end::todo-3[]
