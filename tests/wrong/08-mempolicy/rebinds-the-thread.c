/* SPDX-License-Identifier: MIT */
/* caught by: a_ranges_policy_beats_the_threads
 * Changes the thread's policy for a while instead of giving the range its own. */
	// tag::range[]
	set_policy(MPOL_BIND, only(away));
	write_pages(range, 0, nr_pages);
	set_policy(MPOL_BIND, only(home));
	lab_checkpoint("range");
	// end::range[]
