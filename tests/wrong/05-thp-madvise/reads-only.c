/* SPDX-License-Identifier: MIT */
/* caught by: without_advice_a_fault_brings_a_small_page with_advice_a_fault_brings_a_huge_page collapse_makes_huge_pages_of_small_ones a_hole_splits_the_mapping_not_the_page never_stops_faults_but_not_collapse
 * Reads instead of writing: the page of zeros is there for everybody, the huge one, too. */
	// tag::todo-1[]
	struct faults before, after;

	faults_self(&before);
	(void)write_page;
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		(void)*(volatile uint64_t *)(buffer + i * page_bytes);
	faults_self(&after);
	return after.minor - before.minor;
	// end::todo-1[]
