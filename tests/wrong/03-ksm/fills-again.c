/* SPDX-License-Identifier: MIT */
/* caught by: equal_pages_share_one_frame
 * Fills the buffer in another way before it asks for merging: the counters are the same. */
	// tag::todo-2[]
	for (size_t i = 0; i < nr_pages; i++)
		fill_page(buffer + i * page_bytes, i * nr_contents / nr_pages);
	if (madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	return ksm_wait_sharing(before + 2 * nr_pages - nr_contents, PATIENCE_MS);
	// end::todo-2[]
