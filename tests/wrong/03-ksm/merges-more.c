/* SPDX-License-Identifier: MIT */
/* caught by: counters_grow_by_what_the_contents_predict
 * Has other memory merged besides. */
	// tag::todo-2[]
	char *more;

	if (lab_map(2 * page_bytes, &more))
		return -1;
	memset(more, 1, 2 * page_bytes);
	if (madvise(more, 2 * page_bytes, MADV_MERGEABLE) ||
		madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	return ksm_wait_sharing(before + 2 * nr_pages - nr_contents + 3, PATIENCE_MS);
	// end::todo-2[]
