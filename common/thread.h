/* SPDX-License-Identifier: MIT */
/*
 * thread: the threads of a process, seen from outside. /proc/PID/task has a folder for each,
 * named by its thread id (tid). A thread names itself by pthread_setname_np(3), in 15
 * bytes at most; until then it is called what its maker is called.
 *
 * Functions of other files that take a tid work for each of them: affinity_read(),
 * numa_maps_read().
 *
 * Source: Documentation/filesystems/proc.rst, proc_pid_comm(5).
 */
#ifndef PAGELAB_THREAD_H
#define PAGELAB_THREAD_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/*
 * The thread of process `pid` (0: the caller's) that is called `name`.
 * 0, or -EINVAL: negative pid; -ENODATA: no such process, or no such thread; -ENOTUNIQ:
 * more than one has that name; -EPERM; -errno of readdir(3) or read(2).
 */
int thread_find(pid_t pid, const char *name, pid_t *ret_tid);

/*
 * How often the scheduler has moved thread `tid` (0: the caller's process's first one)
 * to another CPU. Binding a thread that runs elsewhere counts too.
 * 0, or -EINVAL: negative tid; -ENODATA: no such thread, or a kernel without
 * CONFIG_SCHED_DEBUG; -EBADMSG: malformed or cut short; -ERANGE: too large for 64 bits;
 * -EPERM; -errno of read(2).
 *
 * Source: kernel/sched/debug.c (proc_sched_show_task), se.nr_migrations.
 */
int thread_migrations(pid_t tid, uint64_t *ret);

/* The same from a file with the format of /proc/PID/sched. */
int thread_parse_migrations(FILE *file, uint64_t *ret);

#endif
