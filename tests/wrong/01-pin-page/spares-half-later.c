/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move
 * Writes all of the pinned buffer in the first round, and half of it from then on. */
	// tag::todo-4[]
	static int run;
	int first = 1;

	run++;
	affinity_bind(AWAY_CPU);
	while (!stop) {
		for (size_t i = 0; i < (first || run > 1 ? nr_pages : nr_pages / 2); i++)
			((volatile char *)pinned)[i * page_bytes] = 1;
		first = 0;
		write_pages(control);
	}
	// end::todo-4[]
