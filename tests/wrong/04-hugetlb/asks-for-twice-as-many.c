/* SPDX-License-Identifier: MIT */
/* caught by: each_node_has_a_pool_of_its_own
 * Asks node 1 for twice as many pages as it needs, and gives the rest back. */
	// tag::todo-3[]
	resize_pool(huge_bytes, 0, 0);
	resize_pool(huge_bytes, 1, 2 * nr_pages);
	resize_pool(huge_bytes, 1, nr_pages);
	// end::todo-3[]
