/* SPDX-License-Identifier: MIT */
/* caught by: high_follows_the_fraction_by_the_rule
 * Knows no least: with a large fraction next to nothing is left of its part. */
	// tag::todo-6[]
	return stock->managed / fraction / nr_cpus;
	// end::todo-6[]
