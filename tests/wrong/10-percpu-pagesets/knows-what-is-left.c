/* SPDX-License-Identifier: MIT */
/* caught by: what_the_stock_lacked_came_from_the_zone
 * Takes for what is left in the stock what was left there in an earlier run. */
	// tag::todo-4[]
	return (void)after, nr_pages - before + 250;
	// end::todo-4[]
