/* SPDX-License-Identifier: MIT */
/* caught by: what_the_stock_lacked_came_from_the_zone impossible_fractions_change_nothing_and_the_first_is_put_back high_follows_the_fraction_by_the_rule
 * Never comes back from the setting. */
	// tag::todo-5[]
	while (sched_yield() == 0)
		;
	return (int)fraction;
	// end::todo-5[]
