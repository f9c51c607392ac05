/* SPDX-License-Identifier: MIT */
/* Advises page by page, collapses 2 MiB at a time, and gives one byte back, which is a page. */
	// tag::todo-2[]
	for (size_t at = 0; at < length_bytes; at += page_bytes)
		madvise(buffer + at, page_bytes, MADV_HUGEPAGE);
	// end::todo-2[]
	// tag::todo-3[]
	for (size_t i = nr_huge; i-- > 0;)
		madvise(buffer + i * huge_bytes, huge_bytes, MADV_COLLAPSE);
	// end::todo-3[]
	// tag::todo-4[]
	madvise(buffer + (nr_huge - 1) * huge_bytes + hole * page_bytes, 1, MADV_DONTNEED);
	// end::todo-4[]
