/* SPDX-License-Identifier: MIT */
/* caught by: absent_nodes_are_refused_or_left_out
 * Asks which nodes the thread may use, and not which are in force. */
	// tag::todo-3[]
	unsigned flags = MPOL_F_MEMS_ALLOWED;
	int error = set_policy(MPOL_BIND, nodes);

	if (error)
		return error;
	return get_mempolicy(NULL, ret->maskp, ret->size + 1, NULL, flags) ? -errno : 0;
	// end::todo-3[]
