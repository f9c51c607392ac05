/* SPDX-License-Identifier: MIT */
/* caught by: unpinned_pages_follow_the_thread
 * The thread of the second watch has nothing to do. */
	// tag::todo-4[]
	static int nr_calls;

	if (nr_calls++)
		return;
	affinity_bind(AWAY_CPU);
	while (!stop) {
		write_pages(pinned);
		write_pages(control);
	}
	// end::todo-4[]
