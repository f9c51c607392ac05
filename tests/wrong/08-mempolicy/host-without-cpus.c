/* SPDX-License-Identifier: MIT */
/* caught by: the_host_policy_holds_for_its_thread_and_later_ones
 * Asks for the node's memory and forgets its CPUs. */
	// tag::todo-4[]
	return set_policy(MPOL_BIND, only(node));
	// end::todo-4[]
