/* SPDX-License-Identifier: MIT */
/* caught by: the_writer_gets_a_frame_of_its_own
 * Writes page 1 and leaves page 0 alone. */
	// tag::todo-3[]
	buffer[page_bytes] = ~buffer[page_bytes];
	// end::todo-3[]
