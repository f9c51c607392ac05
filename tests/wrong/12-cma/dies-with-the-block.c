/* SPDX-License-Identifier: MIT */
/* caught by: what_is_given_back_is_free_and_stays_empty report_agrees
 * Crashes while the driver holds the block. */
	// tag::return[]
	(void)give_back;
	abort();
	// end::return[]
