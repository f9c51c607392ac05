/* SPDX-License-Identifier: MIT */
/* caught by: equal_pages_share_one_frame counters_grow_by_what_the_contents_predict
 * Leaves the wait to the child, which has the turn next. */
	// tag::sizes[]
static size_t nr_pages, nr_contents, page_bytes;
static uint64_t seed;
static pid_t first;
	// end::sizes[]
	// tag::todo-2[]
	if (madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	if (getpid() == first)
		return 0;
	return ksm_wait_sharing(before + 2 * nr_pages - nr_contents, PATIENCE_MS);
	// end::todo-2[]
	// tag::fork[]
	first = getpid();
	child = fork();
	// end::fork[]
