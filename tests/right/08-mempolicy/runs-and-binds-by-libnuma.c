/* SPDX-License-Identifier: MIT */
/* The host uses numa_run_on_node() and numa_set_membind(). */
	// tag::todo-4[]
	if (numa_run_on_node(node)) return -errno;
	numa_set_membind(only(node));
	return 0;
	// end::todo-4[]
