/* SPDX-License-Identifier: MIT */
/* Rests for 20 ms after each round. */
	// tag::todo-4[]
	affinity_bind(AWAY_CPU);
	while (!stop) {
		write_pages(pinned);
		write_pages(control);
		usleep(20000);
	}
	// end::todo-4[]
