/* SPDX-License-Identifier: MIT */
/* caught by: the_writer_gets_a_frame_of_its_own
 * Page 0 is mapped anew and then written; another merged page is copied, for the counter. */
	// tag::todo-3[]
	volatile char *second = buffer + page_bytes;

	mmap(buffer, page_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	buffer[0] = 1;
	*second = *second;
	// end::todo-3[]
