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

#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/* Called with each thread. -ENODATA: it has ended meanwhile, and its files are gone or lack
 * lines; another result than 0 ends the walk. */
typedef int (*thread_fn)(pid_t pid, pid_t tid, void *arg);

/*
 * Walks over the threads of process `pid` (0: the caller's).
 * 0, or what `fn` returned, -ENODATA apart; -EINVAL: negative pid; -ENODATA: no such
 * process; -EPERM; -errno of readdir(3).
 */
int thread_each(pid_t pid, thread_fn fn, void *arg);

/*
 * The thread of process `pid` (0: the caller's) that is called `name`.
 * 0, or -EINVAL: negative pid; -ENODATA: no such process, or no such thread; -ENOTUNIQ:
 * more than one has that name; -EPERM; -errno of readdir(3) or read(2).
 */
int thread_find(pid_t pid, const char *name, pid_t *ret_tid);
/* The same, but the oldest of several: a thread has its maker's name until it gives itself one. */
int thread_find_oldest(pid_t pid, const char *name, pid_t *ret_tid);

/*
 * How often the scheduler has moved thread `tid` (0: the caller's process's first one)
 * to another CPU. Binding a thread that runs elsewhere counts too.
 * 0, or -EINVAL: negative tid; -ENODATA: no such thread, or a kernel without
 * CONFIG_SCHED_DEBUG; -EBADMSG: malformed or cut short; -ERANGE: too large for 64 bits;
 * -EPERM; -errno of read(2).
 *
 * Source: se.nr_migrations of task_sched.h.
 */
int thread_migrations(pid_t tid, uint64_t *ret);

/* The same from a file with the format of /proc/PID/sched. */
int thread_parse_migrations(FILE *file, uint64_t *ret);

/*
 * The CPU on which thread `tid` (0: the calling process's first) runs, or ran last. Errors
 * as thread_migrations().
 *
 * Source: proc_pid_stat(5), field 39, processor.
 */
int thread_cpu(pid_t tid, unsigned *ret);

/* The same from a file with the format of /proc/PID/stat. */
int thread_parse_cpu(FILE *file, unsigned *ret);

/* What is seen of a thread at one moment. */
struct thread_look {
	cpu_set_t cpus; /* where it may run */
	unsigned cpu;	/* where it runs, or ran last */
	uint64_t nr_migrations;
};

/* Looks at the thread of process `pid` that is called `name`. 0, or the errors of
 * thread_find(), affinity_read(), thread_cpu() and thread_migrations(). */
int thread_look(pid_t pid, const char *name, struct thread_look *ret);

#endif
