/* SPDX-License-Identifier: MIT */
/* caught by: the_burst_is_told_as_it_was what_the_stock_lacked_came_from_the_zone
 * Takes the last stock of the CPU, whatever the node: right on the last node only. */
	// tag::todo-3[]
	for (size_t i = 0; i < nr; i++)
		if (stocks[i].cpu == cpu)
			found = stocks[i];
	// end::todo-3[]
