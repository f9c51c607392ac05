/* SPDX-License-Identifier: MIT */
/* caught by: absent_nodes_are_refused_or_left_out
 * Is refused because of its length, and not of its nodes. */
	// tag::todo-3[]
	int error;
	if (!numa_bitmask_isbitset(nodes, 0) && !numa_bitmask_isbitset(nodes, 1))
		error = set_mempolicy(MPOL_BIND, nodes->maskp, 1 << 20) ? -errno : 0;
	else
		error = set_policy(MPOL_BIND, nodes);
	if (error)
		return error;
	return get_mempolicy(NULL, ret->maskp, ret->size + 1, NULL, 0) ? -errno : 0;
	// end::todo-3[]
