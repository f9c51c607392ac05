/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts the pages at the begin of the memory, whatever buffer it was asked for. */
	// tag::todo-2[]
	(void)buffer;
	return placement_sample(pagemap, memory, nr_pages, &zones, ret);
	// end::todo-2[]
