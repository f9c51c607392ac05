/* SPDX-License-Identifier: MIT */
/* caught by: each_node_has_a_pool_of_its_own
 * Asks for the right number, of all nodes. */
	// tag::todo-3[]
	resize_pool(huge_bytes, ALL_NODES, 0);
	resize_pool(huge_bytes, ALL_NODES, nr_pages);
	// end::todo-3[]
