/* SPDX-License-Identifier: MIT */
/* caught by: equal_pages_share_one_frame counters_grow_by_what_the_contents_predict
 * Sleeps until all must be merged, looks at the counters once, and does not ask what they say. */
	// tag::todo-2[]
	struct ksm ksm;

	(void)before;
	if (madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	sleep(2);
	return ksm_read(&ksm);
	// end::todo-2[]
