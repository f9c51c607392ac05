/* SPDX-License-Identifier: MIT */
/* caught by: every_page_has_a_frame_and_holds_the_value
 * Writes 10 when the checker has looked already. */
	// tag::filled[]
	lab_checkpoint("filled");
	write_pages(buffer, 10);
	// end::filled[]
