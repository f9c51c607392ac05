/* SPDX-License-Identifier: MIT */
/* caught by: unpinned_pages_follow_the_thread
 * Writes as long as the buffer is pinned. Then it reads: pages follow that, too. */
	// tag::todo-4[]
	static int nr_calls;
	bool first = !nr_calls++;
	volatile char sum = 0;

	affinity_bind(AWAY_CPU);
	while (!stop) {
		for (size_t i = 0; i < nr_pages; i++)
			if (first)
				pinned[i * page_bytes] = 1;
			else
				sum += ((volatile char *)pinned)[i * page_bytes];
		write_pages(control);
	}
	// end::todo-4[]
