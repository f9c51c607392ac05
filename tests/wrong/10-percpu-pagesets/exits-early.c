/* SPDX-License-Identifier: MIT */
/* caught by: a_burst_comes_out_of_this_cpus_stock_and_goes_back the_burst_is_told_as_it_was what_the_stock_lacked_came_from_the_zone impossible_fractions_change_nothing_and_the_first_is_put_back high_follows_the_fraction_by_the_rule
 * Ends before it has taken a page. */
	// tag::todo-2[]
	(void)cpu, (void)memory;
	exit(0);
	// end::todo-2[]
