/* SPDX-License-Identifier: MIT */
/* caught by: the_host_policy_holds_for_its_thread_and_later_ones
 * Runs on the node: the pages lie right, but nothing asks for them. */
	// tag::todo-4[]
	return numa_run_on_node(node) ? -errno : 0;
	// end::todo-4[]
