/* SPDX-License-Identifier: MIT */
/* Asks for each page by itself. */
	// tag::todo-2[]
	for (size_t i = 0; i < nr_pages; i++)
		if (madvise(buffer + i * page_bytes, page_bytes, MADV_MERGEABLE)) return -1;
	return ksm_wait_sharing(before + 2 * nr_pages - nr_contents, PATIENCE_MS);
	// end::todo-2[]
