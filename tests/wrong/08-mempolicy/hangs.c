/* SPDX-License-Identifier: MIT */
/* caught by: the_host_policy_holds_for_its_thread_and_later_ones report_agrees
 * The host never gets its policy set. */
	// tag::todo-4[]
	for (numa_run_on_node(node);;)
		pause();
	// end::todo-4[]
