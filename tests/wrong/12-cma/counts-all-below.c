/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts the pages below the end of the range, also those that lie before it. */
	// tag::todo-5[]
	size_t nr_inside = 0;

	(void)first;
	for (size_t i = 0; i < nr_pages; i++)
		nr_inside += pfns[i] < first + nr;
	return nr_inside;
	// end::todo-5[]
