/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Does everything right, and prints the numbers of an earlier run. */
	// tag::tell[]
	(void)faults, (void)count_new_frames;
	printf("%s wrote %d: %d faults, %d new frames\n", who, value, value == 20 ? 270 : 256,
		value == 20 ? 256 : 0);
	// end::tell[]
