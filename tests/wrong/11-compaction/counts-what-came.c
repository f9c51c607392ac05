/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts each page that has a higher frame than before, and does not look whether it had one. */
	// tag::todo-5[]
	size_t nr = 0;

	for (size_t i = 0; i < nr_pages; i++)
		nr += now[i] > before[i];
	return nr;
	// end::todo-5[]
