/* SPDX-License-Identifier: MIT */
/* caught by: absent_nodes_are_refused_or_left_out
 * Does not ask the kernel for a set in which no node exists. */
	// tag::todo-3[]
	int error = -EINVAL;

	for (int node = 0; node <= numa_max_node(); node++)
		if (numa_bitmask_isbitset(nodes, node))
			error = set_policy(MPOL_BIND, nodes);
	if (error)
		return error;
	return get_mempolicy(NULL, ret->maskp, ret->size + 1, NULL, 0) ? -errno : 0;
	// end::todo-3[]
