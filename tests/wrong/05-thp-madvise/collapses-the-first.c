/* SPDX-License-Identifier: MIT */
/* caught by: collapse_makes_huge_pages_of_small_ones never_stops_faults_but_not_collapse
 * Collapses the first huge page alone. */
	// tag::todo-3[]
	madvise(buffer, huge_bytes, MADV_COLLAPSE);
	// end::todo-3[]
