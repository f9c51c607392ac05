/* SPDX-License-Identifier: MIT */
/* caught by: each_node_has_a_pool_of_its_own
 * Asks node 1 for the pages, and leaves node 0 what it has. */
	// tag::todo-3[]
	resize_pool(huge_bytes, 1, nr_pages);
	// end::todo-3[]
