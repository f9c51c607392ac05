/* SPDX-License-Identifier: MIT */
/* caught by: free_memory_is_left_in_single_pages
 * Stops a little before the end of the buffer. */
	// tag::todo-1[]
	for (size_t i = 0; i < nr_pages - 64; i++) {
		if (pfns[i] % 2)
			continue;
		if (madvise(buffer + i * page_bytes, page_bytes, MADV_DONTNEED))
			return -errno;
	}
	return 0;
	// end::todo-1[]
