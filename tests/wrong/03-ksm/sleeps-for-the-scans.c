/* SPDX-License-Identifier: MIT */
/* caught by: the_saving_shrinks_by_one_after_a_scan
 * Sleeps for longer than three scans take, and counts none. */
	// tag::todo-4[]
	struct ksm ksm;

	sleep(2);
	if (ksm_read(&ksm) == 0)
		printf("after the write: %" PRIu64 " pages saved\n", ksm.pages_sharing);
	// end::todo-4[]
