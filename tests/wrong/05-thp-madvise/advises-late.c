/* SPDX-License-Identifier: MIT */
/* caught by: with_advice_a_fault_brings_a_huge_page a_hole_splits_the_mapping_not_the_page report_agrees
 * Advises when the pages are there. */
	// tag::advised[]
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(advised, i);
	advise(advised);
	touch_and_tell("advised", advised);
	// end::advised[]
