/* SPDX-License-Identifier: MIT */
/* Gives pages back from the last to the first, neighbours in one call. */
	// tag::todo-1[]
	for (size_t end = nr_pages; end > 0; end--) {
		size_t first = end;

		while (first > 0 && pfns[first - 1] % 2 == 0)
			first--;
		if (first == end)
			continue;
		if (madvise(buffer + first * page_bytes, (end - first) * page_bytes,
			    MADV_DONTNEED))
			return -errno;
		end = first + 1;
	}
	return 0;
	// end::todo-1[]
