/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move
 * Writes one half of the pinned buffer only, as long as it is pinned. */
	// tag::todo-4[]
	static int nr_calls;
	size_t first = nr_calls++ ? 0 : nr_pages / 2;

	affinity_bind(AWAY_CPU);
	while (!stop) {
		for (size_t i = first; i < nr_pages; i++)
			pinned[i * page_bytes] = 1;
		write_pages(control);
	}
	// end::todo-4[]
