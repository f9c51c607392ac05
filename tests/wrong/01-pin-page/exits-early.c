/* SPDX-License-Identifier: MIT */
/* caught by: pinned_pages_stay_while_others_move unpinned_pages_follow_the_thread what_was_acquired_is_released report_agrees
 * Ends well once both buffers were pinned. */
	// tag::move[]
	(void)watch;
	return 0;
	// end::move[]
