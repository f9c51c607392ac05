/* SPDX-License-Identifier: MIT */
/* caught by: a_hole_splits_the_mapping_not_the_page
 * Writes to the page that it gave back. */
	// tag::todo-4[]
	size_t page = (nr_huge - 1) * huge_bytes / page_bytes + hole;

	madvise(buffer + page * page_bytes, page_bytes, MADV_DONTNEED);
	write_page(buffer, page);
	// end::todo-4[]
