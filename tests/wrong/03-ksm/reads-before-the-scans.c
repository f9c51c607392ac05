/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Reads the counters, then waits for the scans, and prints what it has read. */
	// tag::todo-4[]
	struct ksm ksm;

	if (ksm_read(&ksm) == 0 && ksm_wait_scans(3, PATIENCE_MS) == 0)
		printf("after the write: %" PRIu64 " pages saved\n", ksm.pages_sharing);
	// end::todo-4[]
