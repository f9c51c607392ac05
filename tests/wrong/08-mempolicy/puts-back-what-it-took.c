/* SPDX-License-Identifier: MIT */
/* caught by: absent_nodes_are_refused_or_left_out
 * Takes another policy when it is refused, and has the old one again before somebody looks. */
	// tag::todo-3[]
	int error = set_policy(MPOL_BIND, nodes);

	if (error) {
		set_mempolicy(MPOL_DEFAULT, NULL, 0);
		set_policy(MPOL_INTERLEAVE, numa_all_nodes_ptr);
		return error;
	}
	return get_mempolicy(NULL, ret->maskp, ret->size + 1, NULL, 0) ? -errno : 0;
	// end::todo-3[]
