/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Does everything right, and prints the moved pages of an earlier run. */
	// tag::compact[]
	compact();
	show("compacted");
	lab_checkpoint("compacted");
	ask("order 9 again", 0, 1);
	after = frames();
	lab_checkpoint("granted");
	(void)count_moved(before, after);
	printf("moved: 17 pages\n");
	// end::compact[]
