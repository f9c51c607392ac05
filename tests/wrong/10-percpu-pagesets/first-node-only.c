/* SPDX-License-Identifier: MIT */
/* caught by: every_pageset_is_listed_as_the_kernel_shows_it
 * Lists the stocks of node 0 alone. */
	// tag::list[]
	for (size_t i = 0; i < nr && stocks[i].node == 0; i++)
		printf("node %u zone %s cpu %u: count %lu, high %lu, batch %lu\n",
			stocks[i].node, stocks[i].zone, stocks[i].cpu, stocks[i].count,
			stocks[i].high, stocks[i].batch);
	// end::list[]
