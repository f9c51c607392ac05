/* SPDX-License-Identifier: MIT */
/* caught by: the_saving_shrinks_by_one_after_a_scan
 * Reads the counter at once, when it is still as before the write. */
	// tag::todo-4[]
	struct ksm ksm;

	if (ksm_read(&ksm) == 0)
		printf("after the write: %" PRIu64 " pages saved\n", ksm.pages_sharing);
	// end::todo-4[]
