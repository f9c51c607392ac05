/* SPDX-License-Identifier: MIT */
/* caught by: no_cpu_is_refused_and_an_absent_one_left_out
 * Leaves absent CPUs out itself: the kernel refuses a set of none, and is not asked for CPU 40. */
	// tag::todo-1[]
	cpu_set_t some = *cpus;
	for (int cpu = 12; cpu < CPU_SETSIZE; cpu++) CPU_CLR(cpu, &some);
	return sched_setaffinity(tid, sizeof(some), &some) ? -errno : 0;
	// end::todo-1[]
