/* SPDX-License-Identifier: MIT */
/* caught by: the_writer_gets_a_frame_of_its_own one_write_breaks_one_page_out
 * Writes nothing: page 0 gets a frame of its own by having its advice taken back. */
	// tag::todo-3[]
	madvise(buffer, page_bytes, MADV_UNMERGEABLE);
	// end::todo-3[]
