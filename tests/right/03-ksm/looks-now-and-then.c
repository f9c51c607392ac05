/* SPDX-License-Identifier: MIT */
/* Looks at the counters every 0.6 seconds, and waits for the scans by itself. */
	// tag::todo-2[]
	struct ksm ksm;

	if (madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	for (int i = 0; i < 8; i++) {
		usleep(600000);
		if (ksm_read(&ksm) == 0 && ksm.pages_sharing >= before + 2 * nr_pages - nr_contents)
			return 0;
	}
	return -1;
	// end::todo-2[]
	// tag::todo-4[]
	struct ksm first, ksm;

	ksm_read(&first);
	do {
		usleep(600000);
		ksm_read(&ksm);
	} while (ksm.full_scans < first.full_scans + 3);
	printf("after the write: %" PRIu64 " pages saved\n", ksm.pages_sharing);
	// end::todo-4[]
