/* SPDX-License-Identifier: MIT */
/* caught by: no_cpu_is_refused_and_an_absent_one_left_out a_hog_drives_away_who_is_not_bound nobody_runs_on_an_isolated_cpu_unless_bound report_agrees
 * Ends well before it asks for a CPU that does not exist. */
	// tag::absent[]
	exit(CPU_COUNT(&cpus) != 1);
	// end::absent[]
