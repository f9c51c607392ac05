/* SPDX-License-Identifier: MIT */
/* What the programs of a cgroup may use; see cgroup.h. */
#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cgroup_priv.h"

static int set_limit(const struct cgroup *cgroup, const char *file, uint64_t value)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	return cgroup_write(cgroup->dir_fd, file, text);
}

/* One file for each size, as hugetlb.2MB.max, where there is that controller. */
static void set_huge_limits(const struct cgroup *cgroup, uint64_t bytes)
{
	char pattern[sizeof(cgroup->path) + 32];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/hugetlb.*B.max", cgroup->path);
	if (glob(pattern, GLOB_NOSORT, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		set_limit(cgroup, strrchr(found.gl_pathv[i], '/') + 1, bytes);
	globfree(&found);
}

int cgroup_limit(const struct cgroup *cgroup, const struct cgroup_limits *limits,
	struct cgroup_bounds *ret)
{
	int memory = set_limit(cgroup, "memory.max", limits->memory_bytes);
	int pids = set_limit(cgroup, "pids.max", limits->nr_pids);

	/* Swap has no file where the kernel has none of it. */
	set_limit(cgroup, "memory.swap.max", limits->memory_bytes);
	/* Huge pages of a pool do not count as memory. */
	set_huge_limits(cgroup, limits->memory_bytes);
	/* A program of which a part was killed shows nothing but riddles. */
	set_limit(cgroup, "memory.oom.group", 1);
	if (!limits->optional && (memory || pids))
		return memory ? memory : pids;
	ret->memory = !memory;
	ret->pids = !pids;
	return 0;
}
