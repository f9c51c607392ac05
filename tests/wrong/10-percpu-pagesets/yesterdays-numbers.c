/* SPDX-License-Identifier: MIT */
/* caught by: the_burst_is_told_as_it_was
 * Does everything right, and prints the counts of an earlier run. */
	// tag::tell-burst[]
	(void)taken, (void)returned;
	printf("node %u zone %s, stock of CPU %d: %d\n", charged.node, charged.zone, cpu, 2559);
	printf("%d pages taken: %d\ngiven back: %d\n", BURST_PAGES, 2303, 2559);
	// end::tell-burst[]
