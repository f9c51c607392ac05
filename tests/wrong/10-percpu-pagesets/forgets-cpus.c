/* SPDX-License-Identifier: MIT */
/* caught by: high_follows_the_fraction_by_the_rule
 * Gives every CPU what all of them may keep together. */
	// tag::todo-6[]
	unsigned long high = stock->managed / fraction;

	(void)nr_cpus;
	return high > 4 * stock->batch ? high : 4 * stock->batch;
	// end::todo-6[]
