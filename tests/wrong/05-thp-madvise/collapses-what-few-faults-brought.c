/* SPDX-License-Identifier: MIT */
/* caught by: with_advice_a_fault_brings_a_huge_page
 * Advises, takes one fault in each 2 MiB under never, and has a collapse bring the rest. */
	// tag::advised[]
	struct faults before, after;

	advise(advised);
	thp_mode_write("enabled", "never");
	faults_self(&before);
	for (size_t i = 0; i < nr_huge; i++)
		write_page(advised, i * huge_bytes / page_bytes);
	madvise(advised, length_bytes, MADV_COLLAPSE);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(advised, i);
	faults_self(&after);
	thp_mode_write("enabled", mode.text);
	printf("advised: %" PRIu64 " faults\n", after.minor - before.minor);
	tell("advised", advised);
	lab_checkpoint("advised");
	// end::advised[]
