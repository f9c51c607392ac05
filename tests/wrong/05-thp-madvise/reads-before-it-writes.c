/* SPDX-License-Identifier: MIT */
/* caught by: without_advice_a_fault_brings_a_small_page with_advice_a_fault_brings_a_huge_page a_hole_splits_the_mapping_not_the_page never_stops_faults_but_not_collapse
 * Reads a page before it writes there: two faults, one for the page of zeros. */
	// tag::todo-1[]
	struct faults before, after;

	faults_self(&before);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		if (!*(volatile uint64_t *)(buffer + i * page_bytes))
			write_page(buffer, i);
	faults_self(&after);
	return after.minor - before.minor;
	// end::todo-1[]
