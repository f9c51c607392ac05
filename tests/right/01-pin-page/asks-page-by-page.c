/* SPDX-License-Identifier: MIT */
/* Finds each page's node by itself, and leaves out those that are on their way. */
	// tag::todo-3[]
	int error = 0;

	*ret = (struct placement){.nr_absent = 0};
	for (size_t i = 0; i < nr_pages && !error; i++) {
		unsigned node;
		uint64_t word;

		if (pread(pagemap, &word, 8, ((uintptr_t)buffer / page_bytes + i) * 8) !=
			8)
			return -errno;
		pfns[i] = word >> 63 ? word & ((1UL << 55) - 1) : 0;
		if (pfns[i] && !(error = placement_node(&zones, pfns[i], &node)))
			ret->nr_on_node[node]++;
	}
	return error;
	// end::todo-3[]
