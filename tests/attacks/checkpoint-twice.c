/* SPDX-License-Identifier: MIT */
/* in lab02, caught by: every_page_has_a_frame_and_holds_the_value
 * Comes to a moment twice, the first time with nothing done. */
	// tag::filled[]
	lab_checkpoint("filled");
	write_pages(buffer, 10);
	lab_checkpoint("filled");
	// end::filled[]
