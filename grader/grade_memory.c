/* SPDX-License-Identifier: MIT */
/* How much memory machines may take, see grade_pool.h. */
#include "grade_pool.h"

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

/* What this process's cgroup leaves it (cgroup v2). Cached files make room; what lies in
 * memory files counts as such, and does not. */
static size_t cgroup_bytes(void)
{
	char line[PATH_MAX], folder[PATH_MAX] = "";
	FILE *file = fopen("/proc/self/cgroup", "re");
	size_t limit, used;

	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, "0::", 3))
			snprintf(folder, sizeof(folder), "/sys/fs/cgroup%.*s",
				(int)strcspn(line + 3, "\n"), line + 3);
	if (file)
		fclose(file);
	limit = read_bytes(folder, "memory.max");
	used = read_bytes(folder, "memory.current");
	if (limit == SIZE_MAX || used == SIZE_MAX)
		return SIZE_MAX;
	used -= read_stat(folder, "file");
	used += read_stat(folder, "shmem");
	return limit > used ? limit - used : 0;
}

size_t grade_memory(void)
{
	FILE *file = fopen("/proc/meminfo", "re");
	size_t kib = 0, mib = cgroup_bytes() >> 20;
	char line[128];

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "MemAvailable: %zu kB", &kib) == 1)
			break;
	if (file)
		fclose(file);
	return kib / 1024 < mib ? kib / 1024 : mib;
}
