/* SPDX-License-Identifier: MIT */
/* caught by: the_saving_shrinks_by_one_after_a_scan
 * Waits for two scans, not for three. */
	// tag::todo-4[]
	struct ksm ksm;

	if (ksm_wait_scans(2, PATIENCE_MS) == 0 && ksm_read(&ksm) == 0)
		printf("after the write: %" PRIu64 " pages saved\n", ksm.pages_sharing);
	// end::todo-4[]
