/* SPDX-License-Identifier: MIT */
/* caught by: without_advice_a_fault_brings_a_small_page with_advice_a_fault_brings_a_huge_page never_stops_faults_but_not_collapse
 * Has a system call bring the pages, and writes to those that are there. */
	// tag::todo-1[]
	struct faults before, after;

	faults_self(&before);
	madvise(buffer, length_bytes, MADV_POPULATE_WRITE);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(buffer, i);
	faults_self(&after);
	return after.minor - before.minor;
	// end::todo-1[]
