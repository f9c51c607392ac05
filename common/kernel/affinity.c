/* SPDX-License-Identifier: MIT */
/* affinity: see affinity.h. */
#include "affinity.h"

#include <errno.h>

#include "kfile.h"

cpu_set_t affinity_only(int cpu)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(cpu, &cpus);
	return cpus;
}

int affinity_bind(int cpu)
{
	cpu_set_t cpus;

	if (cpu < 0 || cpu >= CPU_SETSIZE)
		return -EINVAL;
	cpus = affinity_only(cpu);
	return sched_setaffinity(0, sizeof(cpus), &cpus) ? -errno : 0;
}

int affinity_read(pid_t tid, cpu_set_t *ret)
{
	cpu_set_t cpus;

	if (tid < 0)
		return -EINVAL;
	CPU_ZERO(&cpus);
	if (!sched_getaffinity(tid, sizeof(cpus), &cpus)) {
		*ret = cpus;
		return 0;
	}
	/* The kernel's word for a set too small to hold all its CPUs is EINVAL. */
	return errno == EINVAL ? -ERANGE : kfile_error(errno);
}
