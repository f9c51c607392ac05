/* SPDX-License-Identifier: MIT */
/* caught by: a_ranges_policy_beats_the_threads existing_pages_move_and_keep_their_contents absent_nodes_are_refused_or_left_out the_host_policy_holds_for_its_thread_and_later_ones report_agrees
 * Ends well after the first policies. */
	// tag::range[]
	(void)bind_range;
	exit(0);
	// end::range[]
