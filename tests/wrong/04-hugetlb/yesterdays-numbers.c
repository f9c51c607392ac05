/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Does everything right, and prints the numbers of an earlier run. */
	// tag::touched[]
	if (buffer)
		touch(buffer, length_bytes, huge_bytes);
	printf("touched: 0 reserved, 29 free of 32\n");
	lab_checkpoint("touched");
	// end::touched[]
