/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * A fault for each page, and a new frame for each of the child's: it knows, and does not count. */
	// tag::todo-3[]
	write_pages(buffer, value);
	return nr_pages;
	// end::todo-3[]
	// tag::todo-4[]
	return before[0] != now[0] ? nr_pages : 0;
	// end::todo-4[]
