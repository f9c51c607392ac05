/* SPDX-License-Identifier: MIT */
/* caught by: absent_nodes_are_refused_or_left_out
 * Passes as many bits as there are nodes, so the kernel never sees the absent one. */
	// tag::todo-1[]
	return set_mempolicy(mode, nodes->maskp, numa_max_node() + 2) ? -errno : 0;
	// end::todo-1[]
