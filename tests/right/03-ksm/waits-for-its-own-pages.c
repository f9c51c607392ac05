/* SPDX-License-Identifier: MIT */
/* Each process waits until its own pages are merged, by the file that says so of a process. */
	// tag::todo-2[]
	uint64_t nr = 0;

	(void)before;
	if (madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	for (int ms = 0; nr < nr_pages && ms < PATIENCE_MS; ms += 2) {
		if (ksm_merging_pages(0, &nr))
			return -1;
		usleep(2000);
	}
	return nr == nr_pages ? 0 : -1;
	// end::todo-2[]
