/* SPDX-License-Identifier: MIT */
/* caught by: without_advice_a_fault_brings_a_small_page collapse_makes_huge_pages_of_small_ones
 * Leaves half of the first buffer for later. */
	// tag::todo-1[]
	static int nr_calls;
	struct faults before, after;
	size_t nr = length_bytes / page_bytes;

	faults_self(&before);
	for (size_t i = nr_calls++ ? 0 : nr / 2; i < nr; i++)
		write_page(buffer, i);
	faults_self(&after);
	return after.minor - before.minor;
	// end::todo-1[]
	// tag::todo-3[]
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(buffer, i);
	madvise(buffer, length_bytes, MADV_COLLAPSE);
	// end::todo-3[]
