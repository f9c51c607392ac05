/* SPDX-License-Identifier: MIT */
/* caught by: equal_pages_share_one_frame counters_grow_by_what_the_contents_predict
 * Waits for nothing, and prints what the counters should be: they are, where ksmd is quick. */
	// tag::todo-2[]
	(void)before;
	return madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE);
	// end::todo-2[]
	// tag::tell[]
	(void)ksm;
	printf("merged: %zu frames are shared, %zu pages saved\n", nr_contents,
		2 * nr_pages - nr_contents);
	// end::tell[]
