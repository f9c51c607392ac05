/* SPDX-License-Identifier: MIT */
/* caught by: a_hog_drives_away_who_is_not_bound report_agrees
 * Waits for the hog to become the victim. */
	// tag::todo-5[]
	while (hog->tid != victim->tid)
		sched_yield();
	return 0;
	// end::todo-5[]
