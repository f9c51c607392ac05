/* SPDX-License-Identifier: MIT */
/* caught by: no_cpu_is_refused_and_an_absent_one_left_out
 * Ignores what the kernel says, and takes any CPU when it is refused. */
	// tag::todo-1[]
	int error = sched_setaffinity(tid, sizeof(*cpus), cpus) ? -errno : 0;
	cpu_set_t any;

	CPU_ZERO(&any);
	for (int cpu = 0; cpu < ISOLATED; cpu++)
		CPU_SET(cpu, &any);
	if (error)
		sched_setaffinity(tid, sizeof(any), &any);
	return error;
	// end::todo-1[]
