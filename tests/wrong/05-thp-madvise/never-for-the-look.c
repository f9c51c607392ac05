/* SPDX-License-Identifier: MIT */
/* caught by: never_stops_faults_but_not_collapse
 * Touches memory that nobody advised, and collapses it; only the looks find never. */
	// tag::never[]
	lab_checkpoint("forbidden");
	thp_mode_write("enabled", enabled);
	uint64_t nr_faults = count_faults(never);

	thp_mode_write("enabled", "never");
	printf("never: %" PRIu64 " faults\n", nr_faults);
	tell("never", never);
	lab_checkpoint("never");
	thp_mode_write("enabled", enabled);
	collapse(never);
	thp_mode_write("enabled", "never");
	// end::never[]
