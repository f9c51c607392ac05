/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Begins to count at page 1. */
	// tag::todo-5[]
	size_t nr_inside = 0;

	for (size_t i = 1; i < nr_pages; i++)
		nr_inside += pfns[i] >= first && pfns[i] < first + nr;
	return nr_inside;
	// end::todo-5[]
