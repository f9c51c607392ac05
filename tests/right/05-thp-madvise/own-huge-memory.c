/* SPDX-License-Identifier: MIT */
/* Has huge pages of its own besides, by faults and by collapse, and breaks one of them. */
	// tag::todo-2[]
	char *own = mmap(NULL, 4 * huge_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	madvise(own, 4 * huge_bytes, MADV_HUGEPAGE);
	for (size_t at = 0; at < 4 * huge_bytes; at += huge_bytes)
		own[at] = 1;
	madvise(buffer, length_bytes, MADV_HUGEPAGE);
	madvise(own + huge_bytes, huge_bytes + page_bytes, MADV_DONTNEED);
	// end::todo-2[]
	// tag::todo-3[]
	char *more = mmap(NULL, 3 * huge_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	more[huge_bytes] = more[2 * huge_bytes] = 1;
	madvise(more, 3 * huge_bytes, MADV_COLLAPSE);
	madvise(buffer, length_bytes, MADV_COLLAPSE);
	// end::todo-3[]
	// tag::todo-4[]
	char *page = buffer + (nr_huge - 1) * huge_bytes + hole * page_bytes;
	char *own = mmap(NULL, 2 * huge_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	madvise(own, 2 * huge_bytes, MADV_HUGEPAGE);
	own[huge_bytes] = 1;
	munmap(own + huge_bytes, page_bytes);
	madvise(page, page_bytes, MADV_DONTNEED);
	// end::todo-4[]
