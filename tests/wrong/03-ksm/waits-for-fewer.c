/* SPDX-License-Identifier: MIT */
/* caught by: equal_pages_share_one_frame counters_grow_by_what_the_contents_predict
 * Waits for what each process saves by itself: fewer pages than both save together. */
	// tag::todo-2[]
	if (madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	return ksm_wait_sharing(before + 2 * (nr_pages - nr_contents), PATIENCE_MS);
	// end::todo-2[]
