/* SPDX-License-Identifier: MIT */
/* caught by: each_node_has_a_pool_of_its_own
 * Leaves node 0 a page until node 1 has all: for a while there is one more than is needed. */
	// tag::todo-3[]
	resize_pool(huge_bytes, 0, 1);
	resize_pool(huge_bytes, 1, nr_pages);
	resize_pool(huge_bytes, 0, 0);
	// end::todo-3[]
