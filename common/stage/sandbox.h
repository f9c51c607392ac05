/* SPDX-License-Identifier: MIT */
/*
 * Starts a program as an ordinary user, where it can reach nothing but itself:
 *
 *	caller (root)
 *	  `-- init: pid 1 of new pid, mount, ipc and uts namespaces; root; reaps
 *	        `-- main: the program; its cgroup; the user; no capability
 *
 * The program is not pid 1, so that signals act on it as they always do. Its file
 * system is the system's own, read-only, without /run, /home and /root:
 *
 *	/usr /lib /bin /etc ...   read-only      /lab/exercise   the program
 *	/sys                      read-only      /lab/stage      the socket
 *	/proc                     of its own     /tmp, /dev/shm  small, private
 *	/dev                      null zero full random urandom, and what is granted
 *	/sys/fs/cgroup            empty, or a part of the cgroups of its own
 *
 * All of it ends with the caller, however the caller ends. Needs root. The caller
 * has one thread.
 */
#ifndef PAGELAB_SANDBOX_H
#define PAGELAB_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "cgroup.h"

#define SANDBOX_EXERCISE "/lab/exercise"
#define SANDBOX_SOCKET "/lab/stage"

struct sandbox_config {
	const char *program;	     /* path outside, shown as SANDBOX_EXERCISE */
	char *const *args;	     /* after argv[0], NULL-terminated */
	const char *socket;	     /* path outside, shown as SANDBOX_SOCKET; or NULL */
	const char *const *writable; /* files of /sys that are not read-only */
	size_t nr_writable;
	const char *const *devices; /* right below /dev, shown in the sandbox's own */
	size_t nr_devices;
	bool hugetlbfs;	 /* on HUGEPAGES_MOUNT, the user's */
	bool cgroup;	 /* a part of the cgroups of its own, on /sys/fs/cgroup */
	double slowness; /* told to the program (patience.h); 0: nothing is told */
	uid_t uid;	 /* never 0 */
	gid_t gid;
	int input;  /* becomes stdin; -1: /dev/null */
	int output; /* becomes stdout; -1: /dev/null */
	int errors; /* becomes stderr; -1: /dev/null */
	struct cgroup_limits limits;
	/* Also a network namespace with nothing in it. Takes a tenth of the time of a
	 * start, and a machine without a network has no need of it. */
	bool private_network;
	bool held; /* stopped by SIGSTOP at its first instruction, for a debugger */
};

struct sandbox {
	struct cgroup cgroup;
	pid_t init_pid;
	int init_pidfd; /* readable when everything has ended */
	int status_fd;	/* readable when main has ended: sandbox_status() */
	pid_t main_pid; /* in the caller's pid namespace */
};

/*
 * Starts it. -EINVAL: uid 0; -EPERM: not root; -ENOENT: no program, or a controller is
 * missing and not optional; -ENOEXEC, -EACCES: exec said so; others from the kernel.
 */
int sandbox_start(const struct sandbox_config *config, struct sandbox *ret);
/*
 * The wait status of main, as from waitpid(). -EAGAIN: it runs; -ENODATA: init was
 * killed before it could tell. Does not block.
 */
int sandbox_status(const struct sandbox *sandbox, int *ret_status);
/* Kills everything and waits for it, at most timeout_ms. -EBUSY after that. */
int sandbox_stop(struct sandbox *sandbox, unsigned timeout_ms);

#endif
