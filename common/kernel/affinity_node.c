/* SPDX-License-Identifier: MIT */
/*
 * The CPUs of a node; see affinity.h. It stands apart, so that a program which binds itself has no
 * lists of CPUs linked in: lab 07 has its learner write what reads those (common/judge/linked.h).
 */
#include "affinity.h"

#include <errno.h>
#include <stdio.h>

#include "cpulist.h"

int affinity_cpu_of_node(unsigned node)
{
	char path[64];
	cpu_set_t cpus;
	int error;

	snprintf(path, sizeof(path), "/sys/devices/system/node/node%u/cpulist", node);
	error = cpulist_read(path, &cpus);
	if (error)
		return error;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (CPU_ISSET(cpu, &cpus))
			return cpu;
	}
	return -ENODATA;
}
