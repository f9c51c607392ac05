/* SPDX-License-Identifier: MIT */
/* The writer notes each round in memory of its own, which is touched from node 1; main binds its
 * buffers 100 pages at a time. */
	// tag::todo-3[]
	size_t nr_rounds = 0, nr_notes = 64 * page_bytes;
	char *notes = calloc(nr_notes, 1);

	numa_run_on_node(AWAY);
	while (!me->stop) {
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
		notes[nr_rounds++ * 64 % nr_notes]++;
	}
	fprintf(stderr, "%zu rounds, %d\n", nr_rounds, notes[0]);
	free(notes);
	// end::todo-3[]
	// tag::todo-5[]
	struct bitmask *nodes = numa_allocate_nodemask();

	numa_bitmask_setbit(nodes, HOME);
	for (size_t i = 0; i < nr_pages; i += 100) {
		size_t nr = nr_pages - i < 100 ? nr_pages - i : 100;

		if (mbind(buffer + i * page_bytes, nr * page_bytes, MPOL_BIND | flags,
			    nodes->maskp, nodes->size + 1, 0))
			perror("mbind");
	}
	numa_bitmask_free(nodes);
	// end::todo-5[]
