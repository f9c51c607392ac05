/* SPDX-License-Identifier: MIT */
/* Begins with the control buffer, from its end, and looks at `stop` after each round. */
	// tag::todo-4[]
	char *const buffers[] = {control, pinned};

	if (affinity_bind(AWAY_CPU))
		fprintf(stderr, "node 1\n");
	do
		for (int k = 0; k < 2; k++)
			for (char *page = buffers[k] + nr_pages * page_bytes; page > buffers[k];) {
				page -= page_bytes;
				++*(volatile char *)page;
			}
	while (!stop);
	// end::todo-4[]
