/* SPDX-License-Identifier: MIT */
/* caught by: pinning_written_pages_faults_in_none
 * Reads where it should write: the page of zeros cannot be pinned for writing. */
	// tag::pin-written[]
	for (size_t i = 0; i < nr_pages; i++)
		(void)((volatile char *)control)[i * page_bytes];
	lab_checkpoint("written");
	pin(control, &written);
	lab_checkpoint("both-pinned");
	unpin(control);
	printf("pinning untouched pages: %" PRIu64 " faults\n", untouched);
	printf("pinning written pages: %" PRIu64 " faults\n", written);
	// end::pin-written[]
