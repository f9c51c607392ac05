/* SPDX-License-Identifier: MIT */
/* caught by: unpinned_pages_follow_the_thread
 * The second time the thread writes to the buffer alone that has not moved yet. */
	// tag::todo-4[]
	static int nr_calls;
	bool first = !nr_calls++;

	affinity_bind(AWAY_CPU);
	while (!stop) {
		write_pages(pinned);
		if (first)
			write_pages(control);
	}
	// end::todo-4[]
