/* SPDX-License-Identifier: MIT */
/* Passes a set of its own size, made for the call and gone after it, and looks at the result. */
#include <sys/syscall.h>
	// tag::todo-1[]
	size_t size = CPU_ALLOC_SIZE(128);
	cpu_set_t *own = CPU_ALLOC(128), now;
	long error;

	CPU_ZERO_S(size, own);
	for (int cpu = 0; cpu < 128; cpu++)
		if (CPU_ISSET(cpu, cpus))
			CPU_SET_S(cpu, size, own);
	error = syscall(SYS_sched_setaffinity, tid ? tid : gettid(), size, own);
	CPU_FREE(own);
	if (error)
		return -errno;
	return sched_getaffinity(tid, sizeof(now), &now) ? -errno : 0;
	// end::todo-1[]
