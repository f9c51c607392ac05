/* SPDX-License-Identifier: MIT */
/* caught by: a_ranges_policy_beats_the_threads
 * Binds the range when its pages are there already. */
	// tag::range[]
	set_policy(MPOL_BIND, only(home));
	write_pages(range, 0, nr_pages);
	bind_range(range, away, 0);
	lab_checkpoint("range");
	// end::range[]
