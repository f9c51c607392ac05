/* SPDX-License-Identifier: MIT */
/* caught by: the_saving_shrinks_by_one_after_a_scan report_agrees
 * Reads the counter at once, and takes the page that was written off by itself. */
	// tag::todo-4[]
	struct ksm ksm;

	if (ksm_read(&ksm) == 0)
		printf("after the write: %" PRIu64 " pages saved\n", ksm.pages_sharing - 1);
	// end::todo-4[]
