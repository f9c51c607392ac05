/* SPDX-License-Identifier: MIT */
/* The writer sleeps for 0.3 s after each round. */
	// tag::todo-3[]
	numa_run_on_node(AWAY);
	while (!me->stop) {
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
		usleep(300000);
	}
	// end::todo-3[]
