/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move
 * Pinned pages that nobody uses would stay anyway: the writer comes to them when they are unpinned. */
	// tag::todo-4[]
	static int nr_calls;
	char *buffer = nr_calls++ ? pinned : control;

	affinity_bind(AWAY_CPU);
	while (!stop)
		write_pages(buffer);
	// end::todo-4[]
