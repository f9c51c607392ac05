/* SPDX-License-Identifier: MIT */
/* Reads the page that it gave back, which is there then as the page of zeros; counts by /proc/self/stat. */
	// tag::todo-1[]
	struct faults before, after;

	faults_read(0, &before);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(buffer, i);
	faults_read(0, &after);
	return after.minor - before.minor;
	// end::todo-1[]
	// tag::todo-4[]
	char *page = buffer + (nr_huge - 1) * huge_bytes + hole * page_bytes;

	madvise(page, page_bytes, MADV_DONTNEED);
	if (*(volatile uint64_t *)page)
		fprintf(stderr, "no zeros\n");
	// end::todo-4[]
