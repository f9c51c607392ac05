/* SPDX-License-Identifier: MIT */
/* caught by: absent_nodes_are_refused_or_left_out
 * Changes nothing when the kernel refuses, and does not say that it did. */
	// tag::todo-3[]
	set_policy(MPOL_BIND, nodes);
	return get_mempolicy(NULL, ret->maskp, ret->size + 1, NULL, 0) ? -errno : 0;
	// end::todo-3[]
