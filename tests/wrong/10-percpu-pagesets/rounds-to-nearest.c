/* SPDX-License-Identifier: MIT */
/* caught by: high_follows_the_fraction_by_the_rule
 * Rounds the equal part to the nearest number: the same as the kernel's for about every second fraction. */
	// tag::todo-6[]
	double part = (double)stock->managed / fraction / nr_cpus;
	unsigned long high = (unsigned long)(part + 0.5);

	return high > 4 * stock->batch ? high : 4 * stock->batch;
	// end::todo-6[]
