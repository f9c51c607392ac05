/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts up to the last page, and not that one. */
	// tag::todo-5[]
	size_t nr_inside = 0;

	for (size_t i = 0; i + 1 < nr_pages; i++)
		nr_inside += pfns[i] >= first && pfns[i] < first + nr;
	return nr_inside;
	// end::todo-5[]
