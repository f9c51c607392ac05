/* SPDX-License-Identifier: MIT */
/* caught by: the_burst_is_told_as_it_was what_the_stock_lacked_came_from_the_zone
 * Prints numbers that it once saw: 1285, 1029, 1285 and 3087. */

	// tag::tell-burst[]
	(void)taken;
	(void)returned;
	printf("node %u zone %s, stock of CPU %d: %d\n%d pages taken: %d\ngiven back: "
	       "%d\n",
		charged.node, charged.zone, cpu, 1285, BURST_PAGES, 1029, 1285);
	// end::tell-burst[]

	// tag::tell-flood[]
	(void)before;
	(void)after;
	(void)refilled;
	printf("%d pages taken: %d came from the zone\n", FLOOD_PAGES, 3087);
	// end::tell-flood[]
