/* SPDX-License-Identifier: MIT */
/* caught by: absent_nodes_are_refused_or_left_out
 * Refuses by itself what the kernel would have granted in part. */
	// tag::todo-3[]
	int error = set_policy(MPOL_BIND, nodes);

	if (numa_bitmask_isbitset(nodes, (unsigned)numa_max_node() + 1))
		error = set_policy(MPOL_INTERLEAVE, numa_all_nodes_ptr) ? -EIO : -EINVAL;
	if (error)
		return error;
	return get_mempolicy(NULL, ret->maskp, ret->size + 1, NULL, 0) ? -errno : 0;
	// end::todo-3[]
