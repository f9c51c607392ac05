/* SPDX-License-Identifier: MIT */
/* Advises page by page, and waits by reading the counter itself, a thousand times a second. */
	// tag::todo-2[]
	struct ksm now = {0};

	for (size_t i = 0; i < nr_pages; i++)
		if (madvise(buffer + i * page_bytes, page_bytes, MADV_MERGEABLE))
			return -1;
	for (int i = 0; i < PATIENCE_MS && now.pages_sharing < before + 2 * nr_pages - nr_contents;
		i++) {
		usleep(1000);
		ksm_read(&now);
	}
	return 0;
	// end::todo-2[]
