/* SPDX-License-Identifier: MIT */
/* caught by: pinning_written_pages_faults_in_none
 * Writes all of the control buffer but 20 pages, which it reads. */
	// tag::pin-written[]
	for (size_t i = 0; i < nr_pages; i++) {
		volatile char *page = control + i * page_bytes;

		if (i < nr_pages - 20)
			*page = 1;
		else
			(void)*page;
	}
	lab_checkpoint("written");
	pin(control, &written);
	lab_checkpoint("both-pinned");
	unpin(control);
	printf("pinning untouched pages: %" PRIu64 " faults\n", untouched);
	printf("pinning written pages: %" PRIu64 " faults\n", written);
	// end::pin-written[]
