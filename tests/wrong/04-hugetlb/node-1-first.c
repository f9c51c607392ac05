/* SPDX-License-Identifier: MIT */
/* caught by: each_node_has_a_pool_of_its_own
 * Asks node 1 while node 0 has pages: for a while there are more than are needed. */
	// tag::todo-3[]
	resize_pool(huge_bytes, 1, nr_pages);
	resize_pool(huge_bytes, 0, 0);
	// end::todo-3[]
