/* SPDX-License-Identifier: MIT */
/* caught by: the_burst_is_told_as_it_was what_the_stock_lacked_came_from_the_zone high_follows_the_fraction_by_the_rule
 * Looks at the CPU's stock of the first zone of its node. */
	// tag::todo-3[]
	for (size_t i = nr; i-- > 0;)
		if (stocks[i].cpu == cpu && (int)stocks[i].node == numa_node_of_cpu(cpu))
			found = stocks[i];
	// end::todo-3[]
