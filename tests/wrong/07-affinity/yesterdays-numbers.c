/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Does everything right, and prints the migrations of an earlier run. */
	// tag::tell[]
	printf("%s: 48 migrations\n%s: 3 migrations\n", names[0], names[1]);
	(void)before, (void)after;
	// end::tell[]
