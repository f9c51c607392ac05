/* SPDX-License-Identifier: MIT */
/* caught by: every_page_has_a_frame_and_holds_the_value
 * Writes a number of eight bytes where one byte is asked for. */
	// tag::todo-1[]
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = (uint64_t)value;
	// end::todo-1[]
