/* SPDX-License-Identifier: MIT */
/*
 * affinity: on which CPUs a thread may run. Memory is placed near the CPU that touches
 * it first, so most labs begin by saying where that is.
 *
 * Source: sched_setaffinity(2), cpuset(7).
 */
#ifndef PAGELAB_AFFINITY_H
#define PAGELAB_AFFINITY_H

#include <sched.h>
#include <sys/types.h>

/*
 * Binds the calling thread to CPU `cpu`; it runs there when this returns. Threads and
 * processes that it makes later inherit the binding.
 * 0, or -EINVAL: no such CPU, it is offline, or the thread's cpuset lacks it; -errno
 * of sched_setaffinity(2).
 */
int affinity_bind(int cpu);

/*
 * The first CPU of node `node` that is online.
 * -ENODATA: no such node, or none of its CPUs is; another -errno as cpulist_read().
 */
int affinity_cpu_of_node(unsigned node);

/* The set with this CPU in it (0 to CPU_SETSIZE - 1), and no other. */
cpu_set_t affinity_only(int cpu);

/*
 * The CPUs on which thread `tid` may run (0: the calling one; a process's pid names its
 * first thread). Ask with CPU_ISSET() and CPU_COUNT(). Whether offline CPUs are
 * among them differs between kernels.
 * 0, or -EINVAL: negative tid; -ENODATA: no such thread; -ERANGE: the kernel has more
 * CPUs than a cpu_set_t (CPU_SETSIZE, 1024); -EPERM.
 */
int affinity_read(pid_t tid, cpu_set_t *ret);

#endif
