/* SPDX-License-Identifier: MIT */
/*
 * task_sched: the scheduler's own numbers of a thread. /proc/PID/task/TID/sched has one a
 * line, and which there are depends on the kernel's configuration:
 *
 *	se.nr_migrations      :      2
 *	numa_preferred_nid    :     -1
 *
 * For the other files of this library, which say what the numbers mean.
 *
 * Source: kernel/sched/debug.c (proc_sched_show_task).
 */
#ifndef PAGELAB_TASK_SCHED_H
#define PAGELAB_TASK_SCHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

struct task_number {
	const char *key; /* set it, the rest is read */
	bool found;
	int64_t value;
};

/*
 * Reads the numbers with these keys; other lines are of no interest. Where this fails, the
 * numbers are undefined.
 * 0, or -ENODATA: none of them is there; -EBADMSG: malformed, cut short, or a key twice;
 * -ERANGE: too large for an int64_t; -errno of read(2).
 */
int task_sched_parse(FILE *file, struct task_number *numbers, size_t nr);

/* The same of thread `tid` of process `pid`, 0 meaning the calling thread's, the caller's.
 * Also -EINVAL: negative number; -ENODATA: no such thread, or no such file
 * (CONFIG_SCHED_DEBUG); -EPERM: hidden (mount option hidepid). */
int task_sched_read(pid_t pid, pid_t tid, struct task_number *numbers, size_t nr);

#endif
