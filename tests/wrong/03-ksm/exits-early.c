/* SPDX-License-Identifier: MIT */
/* caught by: equal_pages_share_one_frame counters_grow_by_what_the_contents_predict the_writer_gets_a_frame_of_its_own one_write_breaks_one_page_out the_saving_shrinks_by_one_after_a_scan report_agrees
 * Ends well once the buffers are filled. */
	// tag::filled[]
	lab_checkpoint("filled");
	exit(0);
	// end::filled[]
