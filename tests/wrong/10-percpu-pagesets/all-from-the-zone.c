/* SPDX-License-Identifier: MIT */
/* caught by: what_the_stock_lacked_came_from_the_zone
 * Believes that all pages come from the zone. */
	// tag::todo-4[]
	return (void)before, (void)after, nr_pages;
	// end::todo-4[]
