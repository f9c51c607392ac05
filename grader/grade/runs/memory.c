/* SPDX-License-Identifier: MIT */
/* How much memory machines may take, see workers.h. */
#include "workers.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The number in the file's one line; SIZE_MAX for "max", or if there is no such file. */
static size_t read_bytes(const char *folder, const char *name)
{
	char path[PATH_MAX + 32];
	size_t bytes = SIZE_MAX;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "re");
	if (file && fscanf(file, "%zu", &bytes) != 1)
		bytes = SIZE_MAX;
	if (file)
		fclose(file);
	return bytes;
}

/* A line of memory.stat; 0 if there is none. */
static size_t read_stat(const char *folder, const char *name)
{
	char path[PATH_MAX + 32], key[64];
	size_t bytes, found = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/memory.stat", folder);
	file = fopen(path, "re");
	while (file && !found && fscanf(file, "%63s %zu", key, &bytes) == 2)
		if (!strcmp(key, name))
			found = bytes;
	if (file)
		fclose(file);
	return found;
}

/* The two kinds of cgroups (cgroups(7)): how a line of /proc/self/cgroup ends before the path. */
static const struct kind {
	const char *line, *root, *limit, *used, *cached;
} kinds[] = {
	{"0::", "/sys/fs/cgroup", "memory.max", "memory.current", "file"},
	{":memory:", "/sys/fs/cgroup/memory", "memory.limit_in_bytes",
		"memory.usage_in_bytes", "cache"},
};

/* Cached files make room; what lies in memory files counts as such, and does not. SIZE_MAX if
 * there is no such folder, or no limit. */
static size_t left_in(const struct kind *kind, const char *folder)
{
	size_t limit = read_bytes(folder, kind->limit);
	size_t used = read_bytes(folder, kind->used);

	if (limit == SIZE_MAX || used == SIZE_MAX)
		return SIZE_MAX;
	used -= read_stat(folder, kind->cached);
	used += read_stat(folder, "shmem");
	return limit > used ? limit - used : 0;
}

/* What this process's cgroup leaves it. A container may show its own as the root. */
static size_t cgroup_bytes(const struct kind *kind)
{
	char line[PATH_MAX], folder[PATH_MAX + 64] = "";
	FILE *file = fopen("/proc/self/cgroup", "re");
	size_t left = left_in(kind, kind->root), own;

	while (file && fgets(line, sizeof(line), file)) {
		const char *at = strstr(line, kind->line);

		if (!at)
			continue;
		at += strlen(kind->line);
		snprintf(folder, sizeof(folder), "%s%.*s", kind->root,
			(int)strcspn(at, "\n"), at);
	}
	if (file)
		fclose(file);
	own = left_in(kind, folder);
	return own < left ? own : left;
}

size_t grade_memory(void)
{
	FILE *file = fopen("/proc/meminfo", "re");
	size_t kib = 0, mib = SIZE_MAX;
	char line[128];

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "MemAvailable: %zu kB", &kib) == 1)
			break;
	if (file)
		fclose(file);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (cgroup_bytes(&kinds[i]) >> 20 < mib)
			mib = cgroup_bytes(&kinds[i]) >> 20;
	return kib / 1024 < mib ? kib / 1024 : mib;
}
