/* SPDX-License-Identifier: MIT */
/* caught by: a_hole_splits_the_mapping_not_the_page
 * Gives a page of the first huge page back. */
	// tag::todo-4[]
	madvise(buffer + hole * page_bytes, page_bytes, MADV_DONTNEED);
	// end::todo-4[]
