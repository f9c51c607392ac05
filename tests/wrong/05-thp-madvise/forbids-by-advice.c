/* SPDX-License-Identifier: MIT */
/* caught by: never_stops_faults_but_not_collapse
 * Advises against huge pages instead: then collapse is refused, too. */
	// tag::never[]
	madvise(never, length_bytes, MADV_NOHUGEPAGE);
	lab_checkpoint("forbidden");
	touch_and_tell("never", never);
	collapse(never);
	// end::never[]
