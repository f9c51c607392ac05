/* SPDX-License-Identifier: MIT */
/* caught by: processes_start_with_frames_of_their_own equal_pages_share_one_frame
 * As many different contents as asked for, but not in the pages that were asked for. */
	// tag::todo-1[]
	for (size_t i = 0; i < nr_pages; i++)
		fill_page(buffer + i * page_bytes, i * nr_contents / nr_pages);
	// end::todo-1[]
