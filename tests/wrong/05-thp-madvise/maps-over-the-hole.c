/* SPDX-License-Identifier: MIT */
/* caught by: a_hole_splits_the_mapping_not_the_page
 * Maps a new page over the old one: the account of frames is the same. */
	// tag::todo-4[]
	char *last = buffer + (nr_huge - 1) * huge_bytes;

	mmap(last + hole * page_bytes, page_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	// end::todo-4[]
