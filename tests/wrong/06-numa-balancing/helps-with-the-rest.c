/* SPDX-License-Identifier: MIT */
/* caught by: hint_faults_explain_every_move
 * Brings what is left by mbind(2) when half of the pages have come; all may have by then. */
	// tag::todo-3[]
	bool helped = false;
	unsigned long mask = 1UL << AWAY;
	double begin = patience_now();
	struct placement now;

	numa_run_on_node(AWAY);
	while (!me->stop) {
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
		if (helped || nr_memory_pages > nr_pages)
			continue;
		placement_sample(pagemap, memory, nr_pages, &zones, &now);
		helped = now.nr_on_node[AWAY] > nr_pages / 2 || patience_now() > begin + 3;
		if (helped)
			mbind(memory, nr_pages * page_bytes, MPOL_PREFERRED, &mask, 64,
				MPOL_MF_MOVE);
	}
	// end::todo-3[]
