/* SPDX-License-Identifier: MIT */
/* caught by: pinning_untouched_pages_faults_in_every_one
 * Pins pages that are there already. */
	// tag::pin-untouched[]
	write_pages(pinned);
	lab_checkpoint("mapped");
	pin(pinned, &untouched);
	lab_checkpoint("pinned");
	// end::pin-untouched[]
