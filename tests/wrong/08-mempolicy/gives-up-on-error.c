/* SPDX-License-Identifier: MIT */
/* caught by: absent_nodes_are_refused_or_left_out
 * Falls back to the default policy when the kernel refuses. */
	// tag::todo-3[]
	int error = set_policy(MPOL_BIND, nodes);

	if (error) {
		set_mempolicy(MPOL_DEFAULT, NULL, 0);
		return error;
	}
	return get_mempolicy(NULL, ret->maskp, ret->size + 1, NULL, 0) ? -errno : 0;
	// end::todo-3[]
