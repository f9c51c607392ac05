/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move
 * The thread reads both buffers. Pages move, for whatever use is the same to the kernel. */
	// tag::todo-4[]
	volatile char sum = 0;

	affinity_bind(AWAY_CPU);
	while (!stop)
		for (size_t i = 0; i < nr_pages; i++)
			sum += ((volatile char *)pinned)[i * page_bytes] +
			       ((volatile char *)control)[i * page_bytes];
	// end::todo-4[]
