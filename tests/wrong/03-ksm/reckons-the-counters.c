/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Waits as it should, and prints what the counters would be if nobody else merged pages. */
	// tag::tell[]
	(void)ksm;
	printf("merged: %zu frames are shared, %zu pages saved\n", nr_contents,
		2 * nr_pages - nr_contents);
	// end::tell[]
	// tag::todo-4[]
	if (ksm_wait_scans(3, PATIENCE_MS) == 0)
		printf("after the write: %zu pages saved\n", 2 * nr_pages - nr_contents - 1);
	// end::todo-4[]
