/* SPDX-License-Identifier: MIT */
/* caught by: with_advice_a_fault_brings_a_huge_page a_hole_splits_the_mapping_not_the_page
 * Advises the first page alone; all memory may have huge pages until the buffer is touched. */
	// tag::advised[]
	(void)advise;
	madvise(advised, page_bytes, MADV_HUGEPAGE);
	thp_mode_write("enabled", "always");
	touch_and_tell("advised", advised);
	thp_mode_write("enabled", mode.text);
	// end::advised[]
