/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Believes that it got what it asked for. */
	// tag::todo-2[]
	return hugepages_write(page_bytes, node, nr_pages) ? 0 : nr_pages;
	// end::todo-2[]
