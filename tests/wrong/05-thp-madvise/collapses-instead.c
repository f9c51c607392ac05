/* SPDX-License-Identifier: MIT */
/* caught by: with_advice_a_fault_brings_a_huge_page
 * Gets its huge pages by collapse, and has paid for all the faults. */
	// tag::advised[]
	uint64_t nr_faults = count_faults(advised);

	collapse(advised);
	advise(advised);
	printf("advised: %" PRIu64 " faults\n", nr_faults);
	tell("advised", advised);
	lab_checkpoint("advised");
	// end::advised[]
