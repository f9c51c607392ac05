/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Does everything right, and prints the pages of an earlier run. */
	// tag::todo-5[]
	(void)pfns, (void)first, (void)nr;
	return 2707;
	// end::todo-5[]
