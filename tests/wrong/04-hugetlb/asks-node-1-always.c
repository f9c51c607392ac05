/* SPDX-License-Identifier: MIT */
/* caught by: each_node_has_a_pool_of_its_own
 * Asks node 1 for fewer, where the kernel is to choose the node. */
	// tag::nodes[]
	resize_pool(huge_bytes, ALL_NODES, nr_on_node);
	tell_nodes("asked of all");
	fill_node_1(nr_on_node);
	tell_nodes("asked of node 1");
	lab_checkpoint("one-node");
	resize_pool(huge_bytes, 1, nr_left);
	tell_nodes("fewer on all");
	lab_checkpoint("fewer");
	// end::nodes[]
