/* SPDX-License-Identifier: MIT */
/* caught by: never_stops_faults_but_not_collapse
 * Puts the setting back for the collapse, as if never stopped that. */
	// tag::never[]
	advise(never);
	lab_checkpoint("forbidden");
	touch_and_tell("never", never);
	thp_mode_write("enabled", "madvise");
	collapse(never);
	thp_mode_write("enabled", "never");
	// end::never[]
