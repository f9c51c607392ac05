/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Waits for a saving that cannot be: one frame of each contents must stay. */
	// tag::todo-2[]
	if (madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	return ksm_wait_sharing(before + 2 * nr_pages, PATIENCE_MS);
	// end::todo-2[]
