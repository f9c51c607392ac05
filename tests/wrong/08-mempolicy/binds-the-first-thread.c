/* SPDX-License-Identifier: MIT */
/* caught by: the_host_policy_holds_for_its_thread_and_later_ones
 * A process's id names its first thread, not the calling one. */
	// tag::todo-4[]
	struct bitmask *cpus = numa_allocate_cpumask();

	if (numa_node_to_cpus(node, cpus) || numa_sched_setaffinity(getpid(), cpus))
		return -errno;
	return set_policy(MPOL_BIND, only(node));
	// end::todo-4[]
