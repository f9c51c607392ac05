/* SPDX-License-Identifier: MIT */
/* caught by: no_cpu_is_refused_and_an_absent_one_left_out
 * Counts the CPUs that there are, and does not ask for others. */
	// tag::todo-1[]
	cpu_set_t wanted = *cpus;

	for (int cpu = (int)sysconf(_SC_NPROCESSORS_CONF); cpu < CPU_SETSIZE; cpu++)
		CPU_CLR(cpu, &wanted);
	if (!CPU_COUNT(&wanted))
		return -EINVAL;
	return sched_setaffinity(tid, sizeof(wanted), &wanted) ? -errno : 0;
	// end::todo-1[]
