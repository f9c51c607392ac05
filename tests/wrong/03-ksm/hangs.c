/* SPDX-License-Identifier: MIT */
/* caught by: the_saving_shrinks_by_one_after_a_scan report_agrees
 * Never comes back from waiting. */
	// tag::todo-4[]
	for (;;)
		pause();
	// end::todo-4[]
