/* SPDX-License-Identifier: MIT */
/* caught by: never_stops_faults_but_not_collapse report_agrees
 * Forbids huge pages and stops for good. */
	// tag::todo-5[]
	thp_mode_write("enabled", "never");
	for (;;)
		pause();
	// end::todo-5[]
