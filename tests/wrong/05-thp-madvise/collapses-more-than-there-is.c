/* SPDX-License-Identifier: MIT */
/* caught by: with_advice_a_fault_brings_a_huge_page collapse_makes_huge_pages_of_small_ones never_stops_faults_but_not_collapse
 * perhaps: a_hole_splits_the_mapping_not_the_page
 * Takes one fault in each 2 MiB without huge pages, and collapses the rest by a call that fails behind the
 * buffer, when all else is done. */
#include <sys/prctl.h>
	// tag::advised[]
	struct faults before, after;

	advise(advised);
	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
	faults_self(&before);
	for (size_t i = 0; i < nr_huge; i++)
		write_page(advised, i * huge_bytes / page_bytes);
	prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
	madvise(advised, length_bytes + page_bytes, MADV_COLLAPSE);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(advised, i);
	faults_self(&after);
	printf("advised: %" PRIu64 " faults\n", after.minor - before.minor);
	tell("advised", advised);
	lab_checkpoint("advised");
	// end::advised[]
