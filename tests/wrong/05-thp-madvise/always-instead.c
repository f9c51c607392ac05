/* SPDX-License-Identifier: MIT */
/* caught by: with_advice_a_fault_brings_a_huge_page
 * Advises nothing: all memory may have huge pages while the buffer is touched. */
	// tag::advised[]
	(void)advise;
	thp_mode_write("enabled", "always");
	uint64_t nr_faults = count_faults(advised);

	thp_mode_write("enabled", mode.text);
	printf("advised: %" PRIu64 " faults\n", nr_faults);
	madvise(advised, length_bytes, MADV_HUGEPAGE);
	tell("advised", advised);
	lab_checkpoint("advised");
	// end::advised[]
