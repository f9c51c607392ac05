/* SPDX-License-Identifier: MIT */
/* caught by: free_memory_is_left_in_single_pages
 * Releases every page of an even frame, and one in twenty of the others. */
	// tag::todo-1[]
	for (size_t i = 0; i < nr_pages; i++) {
		if (pfns[i] % 2 && pfns[i] % 40 != 1)
			continue;
		if (madvise(buffer + i * page_bytes, page_bytes, MADV_DONTNEED))
			return -errno;
	}
	return 0;
	// end::todo-1[]
