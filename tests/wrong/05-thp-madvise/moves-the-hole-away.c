/* SPDX-License-Identifier: MIT */
/* caught by: a_hole_splits_the_mapping_not_the_page
 * Moves the page elsewhere, maps an empty one in its place, and gives that back. */
	// tag::todo-4[]
	char *page = buffer + (nr_huge - 1) * huge_bytes + hole * page_bytes;

	mremap(page, page_bytes, page_bytes, MREMAP_MAYMOVE | MREMAP_FIXED,
		mmap(NULL, page_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	mmap(page, page_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	madvise(page, page_bytes, MADV_DONTNEED);
	// end::todo-4[]
