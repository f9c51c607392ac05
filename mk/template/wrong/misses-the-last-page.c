/* SPDX-License-Identifier: MIT */
/* caught by: a_page_gets_its_frame_when_it_is_written
 * Ends one page too early, and counts what there is. */
	// tag::todo-1[]
	for (size_t i = 0; i + 1 < nr_pages; i++)
		buffer[i * page_bytes] = 1;
	// end::todo-1[]
