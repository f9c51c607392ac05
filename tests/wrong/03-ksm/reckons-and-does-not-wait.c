/* SPDX-License-Identifier: MIT */
/* caught by: equal_pages_share_one_frame counters_grow_by_what_the_contents_predict
 * Prints what the counters should be before they are, and waits for it before the write. */
	// tag::todo-2[]
	(void)before;
	return madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE);
	// end::todo-2[]
	// tag::tell[]
	(void)ksm;
	printf("merged: %zu frames are shared, %zu pages saved\n", nr_contents,
		2 * nr_pages - nr_contents);
	// end::tell[]
	// tag::todo-3[]
	if (ksm_wait_sharing(2 * nr_pages - nr_contents, PATIENCE_MS) == 0)
		buffer[0] = ~buffer[0];
	// end::todo-3[]
