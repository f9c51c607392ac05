/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Does everything right, and prints the faults of an earlier run. */
	// tag::tell[]
	(void)nr_faults;
	printf("%s: 3584 faults\n", what);
	// end::tell[]
