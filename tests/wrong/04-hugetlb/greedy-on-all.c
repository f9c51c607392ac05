/* SPDX-License-Identifier: MIT */
/* caught by: each_node_has_a_pool_of_its_own
 * Takes all that both nodes have, and gives it back. The machine survives that. */
	// tag::todo-3[]
	resize_pool(huge_bytes, ALL_NODES, TOO_MANY);
	resize_pool(huge_bytes, ALL_NODES, 0);
	resize_pool(huge_bytes, 1, nr_pages);
	// end::todo-3[]
