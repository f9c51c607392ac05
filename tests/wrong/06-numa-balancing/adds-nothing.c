/* SPDX-License-Identifier: MIT */
/* caught by: memory_follows_the_writer bound_memory_stays
 * Only reads: that brings the pages as well. */
	// tag::todo-3[]
	uint64_t sum = 0;

	numa_run_on_node(AWAY);
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			sum += *(volatile uint64_t *)(memory + i * page_bytes);
	fprintf(stderr, "%" PRIu64 "\n", sum);
	// end::todo-3[]
