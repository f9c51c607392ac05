/* SPDX-License-Identifier: MIT */
/*
 * numa_task: what NUMA balancing did on behalf of a thread. It is among the scheduler's
 * numbers of the thread (task_sched.h):
 *
 *	numa_scan_seq         :      3       how often the process's memory was scanned
 *	numa_pages_migrated   :   1024       pages moved at this thread's hint faults
 *	numa_preferred_nid    :      1       where it has most of its memory; -1: unknown
 *
 * A page that is moved by somebody's wish (move_pages(2), mbind(2)) is not counted here.
 *
 * Source: kernel/sched/debug.c (sched_show_numa, proc_sched_show_task), task_numa_fault()
 * in kernel/sched/fair.c.
 */
#ifndef PAGELAB_NUMA_TASK_H
#define PAGELAB_NUMA_TASK_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

struct numa_task {
	uint64_t scan_seq;
	uint64_t nr_pages_migrated;
	int preferred_node; /* -1: none yet */
};

/*
 * 0, or -ENODATA: a kernel without NUMA balancing or scheduler statistics, or an empty
 * file; -EBADMSG: malformed or cut short; -ERANGE: a number too large; -errno of read(2).
 */
int numa_task_parse(FILE *file, struct numa_task *ret);

/* The same of thread `tid` of process `pid`, 0 meaning the caller. Also -EINVAL: negative
 * number; -ENODATA: no such thread; -EPERM: hidden (mount option hidepid). */
int numa_task_read(pid_t pid, pid_t tid, struct numa_task *ret);

/* Pages moved at hint faults of the living threads of process `pid`. Errors as above. */
int numa_task_migrated(pid_t pid, uint64_t *ret_nr_pages);

#endif
