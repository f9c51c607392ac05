/* SPDX-License-Identifier: MIT */
/* What the parts of the sandbox share; nobody else includes it. */
#ifndef PAGELAB_SANDBOX_PRIV_H
#define PAGELAB_SANDBOX_PRIV_H

#include "sandbox.h"

/* Where init keeps its descriptors; the rest is closed. 0 to 2 are the program's. */
enum sandbox_fd {
	SANDBOX_FD_STATUS = 3, /* to the caller: who main is, how it ended */
	SANDBOX_FD_SETUP,      /* -errno of a failed step; closed by exec */
	SANDBOX_FD_CGROUP,     /* the folder of the one that main is born in */
	SANDBOX_NR_FDS,
};

struct sandbox_launch {
	const struct sandbox_config *config;
	struct cgroup_bounds bounds;
	char cgroup[sizeof(((struct cgroup *)0)->path) + sizeof("/" CGROUP_OWN)];
	int fds[SANDBOX_NR_FDS]; /* in the caller's numbering */
};

/* sandbox_init.c: pid 1 of the new namespaces. Does not return. */
void sandbox_init_run(const struct sandbox_launch *launch) __attribute__((noreturn));

/*
 * sandbox_root.c: replaces the file system of the calling process, which has a mount
 * namespace of its own, by the one drawn in sandbox.h. Working folder: /tmp.
 */
int sandbox_root_build(const struct sandbox_launch *launch);

#endif
