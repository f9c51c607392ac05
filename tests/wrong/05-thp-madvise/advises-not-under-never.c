/* SPDX-License-Identifier: MIT */
/* caught by: never_stops_faults_but_not_collapse
 * Does not advise the last buffer: that gets small pages under any setting. */
	// tag::never[]
	lab_checkpoint("forbidden");
	touch_and_tell("never", never);
	collapse(never);
	// end::never[]
