/* SPDX-License-Identifier: MIT */
/* caught by: a_ranges_policy_beats_the_threads
 * The thread has the other policy only when the range is written. */
	// tag::range[]
	set_policy(MPOL_BIND, only(away));
	bind_range(range, away, 0);
	write_pages(range, 0, nr_pages);
	set_policy(MPOL_BIND, only(home));
	lab_checkpoint("range");
	// end::range[]
