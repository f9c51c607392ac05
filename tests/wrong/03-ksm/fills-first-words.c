/* SPDX-License-Identifier: MIT */
/* caught by: processes_start_with_frames_of_their_own
 * Writes the first half of each page; the rest are zeros in all of them. */
	// tag::todo-1[]
	size_t half = page_bytes / 2;

	page_bytes = half;
	for (size_t i = 0; i < nr_pages; i++)
		fill_page(buffer + 2 * i * half, i % nr_contents);
	page_bytes = 2 * half;
	// end::todo-1[]
