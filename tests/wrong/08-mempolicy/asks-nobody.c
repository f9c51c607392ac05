/* SPDX-License-Identifier: MIT */
/* caught by: absent_nodes_are_refused_or_left_out
 * Reckons from the nodes there are which ones are in force. */
	// tag::todo-3[]
	int error = set_policy(MPOL_BIND, nodes);

	if (error)
		return error;
	for (int node = 0; node <= numa_max_node(); node++)
		if (numa_bitmask_isbitset(nodes, node))
			numa_bitmask_setbit(ret, node);
	return 0;
	// end::todo-3[]
