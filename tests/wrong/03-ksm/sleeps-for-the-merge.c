/* SPDX-License-Identifier: MIT */
/* caught by: equal_pages_share_one_frame counters_grow_by_what_the_contents_predict
 * Sleeps until all must be merged, and looks at no counter. */
	// tag::todo-2[]
	(void)before;
	if (madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	sleep(3);
	return 0;
	// end::todo-2[]
