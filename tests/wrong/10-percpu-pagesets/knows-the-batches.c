/* SPDX-License-Identifier: MIT */
/* caught by: what_the_stock_lacked_came_from_the_zone
 * kernel: 6.12
 * Adds up the batches that were taken in an earlier run. Each is twice as large as the one before, so their sum is
 * the same for many counts. */
	// tag::todo-4[]
	(void)before, (void)after, (void)nr_pages;
	return 63 + 126 + 252 + 504 + 1008;
	// end::todo-4[]
