/* SPDX-License-Identifier: MIT */
/* caught by: the_writer_gets_a_frame_of_its_own
 * Changes every byte of page 0, where one was to be changed. */
	// tag::todo-3[]
	memset(buffer, 0x5a, page_bytes);
	// end::todo-3[]
