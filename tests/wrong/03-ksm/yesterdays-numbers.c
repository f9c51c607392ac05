/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Does everything right, and prints the numbers of an earlier run. */
	// tag::tell[]
	(void)ksm;
	printf("merged: 7 frames are shared, 505 pages saved\n");
	// end::tell[]
