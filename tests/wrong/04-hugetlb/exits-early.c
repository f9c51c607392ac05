/* SPDX-License-Identifier: MIT */
/* caught by: each_node_has_a_pool_of_its_own each_size_has_a_pool_of_its_own a_file_keeps_its_pages_until_it_is_removed report_agrees
 * Ends well as soon as the pool is empty. */
	// tag::nodes[]
	(void)fill_node_1, (void)nr_on_node, (void)nr_left, (void)tell_nodes;
	exit(0);
	// end::nodes[]
