/* SPDX-License-Identifier: MIT */
/* caught by: the_first_writer_gets_the_copy
 * The child gives its memory back and faults in fresh pages: new frames, but no copies. */
	// tag::todo-1[]
	if (value == 20)
		madvise(buffer, nr_pages * page_bytes, MADV_DONTNEED);
	for (size_t i = 0; i < nr_pages; i++)
		buffer[i * page_bytes] = value;
	// end::todo-1[]
