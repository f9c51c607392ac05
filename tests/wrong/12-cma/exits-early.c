/* SPDX-License-Identifier: MIT */
/* caught by: the_grab_moves_out_what_is_in_its_way what_is_given_back_is_free_and_stays_empty report_agrees
 * Ends well when the pages are pinned. */
	// tag::grab[]
	return 0;
	// end::grab[]
