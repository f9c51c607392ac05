/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Leaves out page 0. */
	// tag::count[]
	for (size_t i = 1; i < nr_pages; i++)
		nr += pfns[i] != 0;
	// end::count[]
