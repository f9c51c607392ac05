/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Does everything right, and prints the faults of an earlier run. */
	// tag::pin-written[]
	write_pages(control);
	lab_checkpoint("written");
	pin(control, &written);
	lab_checkpoint("both-pinned");
	unpin(control);
	(void)untouched, (void)written;
	printf("pinning untouched pages: 457 faults\n");
	printf("pinning written pages: 0 faults\n");
	// end::pin-written[]
