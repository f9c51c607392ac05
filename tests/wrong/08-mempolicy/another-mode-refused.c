/* SPDX-License-Identifier: MIT */
/* caught by: absent_nodes_are_refused_or_left_out
 * Is refused the absent node for INTERLEAVE, and not for BIND. */
	// tag::todo-3[]
	int error;
	if (!numa_bitmask_isbitset(nodes, 0) && !numa_bitmask_isbitset(nodes, 1))
		error = set_policy(MPOL_INTERLEAVE, nodes);
	else
		error = set_policy(MPOL_BIND, nodes);
	if (error)
		return error;
	return get_mempolicy(NULL, ret->maskp, ret->size + 1, NULL, 0) ? -errno : 0;
	// end::todo-3[]
