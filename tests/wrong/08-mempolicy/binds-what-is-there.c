/* SPDX-License-Identifier: MIT */
/* caught by: a_ranges_policy_beats_the_threads
 * Writes the range before it is bound, and has its pages moved. */
	// tag::range[]
	set_policy(MPOL_BIND, only(home));
	write_pages(range, 0, nr_pages);
	bind_range(range, away, MPOL_MF_MOVE);
	write_pages(range, 0, nr_pages);
	lab_checkpoint("range");
	// end::range[]
