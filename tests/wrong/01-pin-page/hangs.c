/* SPDX-License-Identifier: MIT */
/* caught by: unpinned_pages_follow_the_thread what_was_acquired_is_released report_agrees
 * Never ends once the control buffer has moved. */
	// tag::move[]
	watch(control, "while pinned");
	lab_checkpoint("moved");
	for (;;)
		pause();
	// end::move[]
