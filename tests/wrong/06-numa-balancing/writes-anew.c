/* SPDX-License-Identifier: MIT */
/* caught by: hint_faults_explain_every_move
 * perhaps: table_shows_where_pages_were
 * Gives the pages back and writes them anew from node 1, where they get new frames. Who read them first
 * would get the page of zeros for a while, which is on node 0. */
	// tag::todo-3[]
	numa_run_on_node(AWAY);
	if (nr_memory_pages == nr_pages) {
		madvise(memory, nr_pages * page_bytes, MADV_DONTNEED);
		for (size_t i = 0; i < nr_pages; i++)
			*(volatile uint64_t *)(memory + i * page_bytes) = 1;
	}
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	// end::todo-3[]
