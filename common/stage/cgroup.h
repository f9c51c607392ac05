/* SPDX-License-Identifier: MIT */
/*
 * A cgroup of version 2 for one program: bounds it, freezes it, kills it, whatever
 * it forks into.
 *
 * Source: Documentation/admin-guide/cgroup-v2.rst
 */
#ifndef PAGELAB_CGROUP_H
#define PAGELAB_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct cgroup {
	int dir_fd;
	int events_fd;
	int own_fd;	/* of what was delegated; -1 if nothing was */
	char path[128]; /* the folder */
};

/* What is delegated, in the folder. */
#define CGROUP_OWN "own"
/* Groups that a program can make there, and how deep. */
#define CGROUP_OWN_GROUPS 63
#define CGROUP_OWN_DEPTH 8

struct cgroup_limits {
	uint64_t memory_bytes; /* and as much again in huge pages of each size */
	unsigned nr_pids;
	bool optional; /* a missing controller is no error */
};

/* What of the limits the kernel took. */
struct cgroup_bounds {
	bool memory;
	bool pids;
};

/*
 * Makes an empty cgroup below /sys/fs/cgroup, or below /sys/fs/cgroup/unified where
 * both versions are mounted. -ENOENT: no cgroup2 here, or a controller is missing and
 * not optional; -EACCES, -EPERM: not root; others from the kernel.
 */
int cgroup_create(const struct cgroup_limits *limits, struct cgroup *ret,
	struct cgroup_bounds *ret_bounds);
/*
 * Makes a group in it, empty yet, in which users of group `gid` may make groups and set their
 * limits, of memory, processes and CPUs, as far as there are such controllers: the program is to
 * be born there. For all of it together the limits of the outer one hold, and whatever group a
 * process is in, the functions below find it. 0 or -errno.
 */
int cgroup_delegate(struct cgroup *cgroup, gid_t gid);
/* Kills what is in it and removes it. Waits at most timeout_ms. -EBUSY after that. */
int cgroup_destroy(struct cgroup *cgroup, unsigned timeout_ms);

/* Returns when every task stands still. -ETIMEDOUT. */
int cgroup_freeze(const struct cgroup *cgroup, unsigned timeout_ms);
int cgroup_thaw(const struct cgroup *cgroup);
/* SIGKILL for every task, frozen or not, and for what they are just forking. */
int cgroup_kill(const struct cgroup *cgroup);

/* How often the kernel killed all of it because memory_bytes were used up. What was killed for
 * a limit that was set below it does not count. */
int cgroup_oom_kills(const struct cgroup *cgroup, uint64_t *ret);
/* The living processes in it, lowest first; at most nr_max. */
int cgroup_processes(
	const struct cgroup *cgroup, pid_t *ret_pids, size_t nr_max, size_t *ret_nr);
/* -ESRCH unless the process whose /proc folder is proc_fd is in this cgroup. */
int cgroup_holds(const struct cgroup *cgroup, int proc_fd);

#endif
