/* SPDX-License-Identifier: MIT */
/* caught by: numa_maps_names_the_threads_policy
 * Takes the policy away instead of asking for LOCAL: the pages lie the same. */
	// tag::todo-1[]
	if (mode == MPOL_LOCAL)
		mode = MPOL_DEFAULT;
	return set_mempolicy(mode, nodes->maskp, nodes->size + 1) ? -errno : 0;
	// end::todo-1[]
