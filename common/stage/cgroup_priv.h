/* SPDX-License-Identifier: MIT */
/* What the parts of the cgroup share; nobody else includes it. */
#ifndef PAGELAB_CGROUP_PRIV_H
#define PAGELAB_CGROUP_PRIV_H

#include "cgroup.h"

/* The file's text from its beginning, cut to size_bytes - 1. 0 or -errno. */
int cgroup_read(int fd, char *ret, size_t size_bytes);
/* One write(2) to a file of the folder. 0 or -errno. */
int cgroup_write(int dir_fd, const char *file, const char *value);
/* Writes the limits, and says which of them the kernel took. Errors as cgroup_create(). */
int cgroup_limit(const struct cgroup *cgroup, const struct cgroup_limits *limits,
	struct cgroup_bounds *ret);

#endif
