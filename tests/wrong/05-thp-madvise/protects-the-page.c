/* SPDX-License-Identifier: MIT */
/* caught by: a_hole_splits_the_mapping_not_the_page
 * Makes the page inaccessible: that splits the mapping, too. */
	// tag::todo-4[]
	char *last = buffer + (nr_huge - 1) * huge_bytes;

	mprotect(last + hole * page_bytes, page_bytes, PROT_NONE);
	// end::todo-4[]
