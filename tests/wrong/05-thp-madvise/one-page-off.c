/* SPDX-License-Identifier: MIT */
/* caught by: with_advice_a_fault_brings_a_huge_page collapse_makes_huge_pages_of_small_ones a_hole_splits_the_mapping_not_the_page never_stops_faults_but_not_collapse
 * Its buffers begin one small page behind the place of a huge page. */
	// tag::align[]
	start += huge_bytes - (uintptr_t)start % huge_bytes + page_bytes;
	// end::align[]
