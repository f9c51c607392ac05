/* SPDX-License-Identifier: MIT */
/* Has libnuma make the calls. */
#include <numa.h>
	// tag::todo-1[]
	struct bitmask *mask = numa_allocate_cpumask();
	for (unsigned cpu = 0; cpu < mask->size && cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, cpus)) numa_bitmask_setbit(mask, cpu);
	int error = numa_sched_setaffinity(tid, mask) < 0 ? -errno : 0;
	numa_bitmask_free(mask);
	return error;
	// end::todo-1[]
