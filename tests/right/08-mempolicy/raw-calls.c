/* SPDX-License-Identifier: MIT */
/* Raw system calls and masks of its own; the host's threads ask by pthread_setaffinity_np(). */
#include <sys/syscall.h>
	// tag::todo-1[]
	unsigned long mask = nodes->maskp[0];

	return syscall(SYS_set_mempolicy, mode, mask ? &mask : NULL, mask ? 65UL : 0UL) ? -errno
											: 0;
	// end::todo-1[]
	// tag::todo-2[]
	unsigned long mask = 1UL << node;

	return syscall(SYS_mbind, range, nr_pages * page_bytes, MPOL_BIND, &mask, 65UL, flags)
		       ? -errno
		       : 0;
	// end::todo-2[]
	// tag::todo-3[]
	unsigned long in_force[16] = {0};
	int mode, error = set_policy(MPOL_BIND, nodes);

	if (error)
		return error;
	if (get_mempolicy(&mode, in_force, sizeof(in_force) * 8, NULL, 0))
		return -errno;
	ret->maskp[0] = in_force[0];
	return 0;
	// end::todo-3[]
	// tag::todo-4[]
	int error = set_policy(MPOL_BIND, only(node));
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	for (int cpu = 0; cpu < numa_num_configured_cpus(); cpu++)
		if (numa_node_of_cpu(cpu) == node)
			CPU_SET(cpu, &cpus);
	return error ? error : -pthread_setaffinity_np(pthread_self(), sizeof(cpus), &cpus);
	// end::todo-4[]
