/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts each page that is in memory now and was not in that frame. */
	// tag::todo-5[]
	size_t nr = 0;

	for (size_t i = 0; i < nr_pages; i++)
		nr += now[i] && before[i] != now[i];
	return nr;
	// end::todo-5[]
