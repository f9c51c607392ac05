/* SPDX-License-Identifier: MIT */
/* caught by: absent_nodes_are_refused_or_left_out
 * Leaves absent nodes out itself: the kernel is not asked for them. */
	// tag::todo-3[]
	struct bitmask *some = numa_allocate_nodemask();
	for (int n = 0; n <= numa_max_node(); n++)
		if (numa_bitmask_isbitset(nodes, n)) numa_bitmask_setbit(some, n);
	int error = set_policy(MPOL_BIND, some);
	if (error)
		return error;
	return get_mempolicy(NULL, ret->maskp, ret->size + 1, NULL, 0) ? -errno : 0;
	// end::todo-3[]
