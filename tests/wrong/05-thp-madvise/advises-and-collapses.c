/* SPDX-License-Identifier: MIT */
/* caught by: collapse_makes_huge_pages_of_small_ones
 * Advises as well, as if a collapse needed it. */
	// tag::todo-3[]
	advise(buffer);
	madvise(buffer, length_bytes, MADV_COLLAPSE);
	// end::todo-3[]
