/* SPDX-License-Identifier: MIT */
/* caught by: a_hole_splits_the_mapping_not_the_page
 * Gives back the whole huge page: AnonHugePages falls as it should. */
	// tag::todo-4[]
	(void)hole;
	madvise(buffer + (nr_huge - 1) * huge_bytes, huge_bytes, MADV_DONTNEED);
	// end::todo-4[]
