/* SPDX-License-Identifier: MIT */
/* caught by: impossible_fractions_change_nothing_and_the_first_is_put_back high_follows_the_fraction_by_the_rule
 * Never comes back from the setting. */
	// tag::todo-5[]
	(void)fraction;
	for (;;)
		sched_yield();
	// end::todo-5[]
