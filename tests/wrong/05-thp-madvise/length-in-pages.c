/* SPDX-License-Identifier: MIT */
/* caught by: a_hole_splits_the_mapping_not_the_page
 * The place of the page in bytes and pages at once: the call is refused. */
	// tag::todo-4[]
	madvise(buffer + (nr_huge - 1) * huge_bytes + hole, page_bytes, MADV_DONTNEED);
	// end::todo-4[]
