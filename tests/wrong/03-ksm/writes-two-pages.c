/* SPDX-License-Identifier: MIT */
/* caught by: one_write_breaks_one_page_out
 * Writes page 1 as well, with what it held: a copy that is merged again later. */
	// tag::todo-3[]
	volatile char *second = buffer + page_bytes;

	buffer[0] = ~buffer[0];
	*second = *second;
	// end::todo-3[]
