/* SPDX-License-Identifier: MIT */
/* caught by: never_stops_faults_but_not_collapse report_agrees
 * Means the other setting. */
	// tag::todo-5[]
	thp_mode_write("defrag", "never");
	// end::todo-5[]
