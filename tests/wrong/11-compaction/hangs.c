/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Never ends once the block is granted. */
	// tag::compact[]
	compact();
	show("compacted");
	lab_checkpoint("compacted");
	ask("order 9 again", 0, 1);
	after = frames();
	lab_checkpoint("granted");
	printf("moved: %zu pages\n", count_moved(before, after));
	for (;;)
		pause();
	// end::compact[]
