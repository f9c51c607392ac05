/* SPDX-License-Identifier: MIT */
/* caught by: pinning_untouched_pages_faults_in_every_one
 * Touches the pages itself, so that the pinning it counts has no fault to take. */
	// tag::pin-untouched[]
	lab_checkpoint("mapped");
	write_pages(pinned);
	pin(pinned, &untouched);
	lab_checkpoint("pinned");
	// end::pin-untouched[]
