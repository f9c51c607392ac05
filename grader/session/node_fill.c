/* SPDX-License-Identifier: MIT */
/* The size of a pool by what it leaves, see node_fill.h. */
#include "node_fill.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NODE "/sys/devices/system/node/node"
#define LEAVE "leave "
/* Reading it adds what each CPU has counted for itself. */
#define REFRESH "/proc/sys/vm/stat_refresh"

bool pool_is_relative(const struct lab_knob *knob)
{
	return !strncmp(knob->value, LEAVE, strlen(LEAVE));
}

static int parse_path(const char *path, unsigned *ret_node, unsigned long *ret_huge_kib)
{
	int end = 0;

	sscanf(path, NODE "%u/hugepages/hugepages-%lukB/nr_hugepages%n", ret_node,
		ret_huge_kib, &end);
	return end && !path[end] && *ret_huge_kib ? 0 : -EINVAL;
}

int pool_parse(const struct lab_knob *knob, const char *meminfo, char ret[POOL_NUMBER])
{
	const char *line = strstr(meminfo, "MemFree:");
	unsigned long huge_kib = 0, leave_mib, free_kib;
	unsigned node;
	int end = 0;

	sscanf(knob->value, LEAVE "%lu MiB%n", &leave_mib, &end);
	if (!end || knob->value[end] || parse_path(knob->path, &node, &huge_kib))
		return -EINVAL;
	end = 0;
	if (line)
		sscanf(line, "MemFree: %lu kB%n", &free_kib, &end);
	if (!end)
		return -EBADMSG;
	free_kib = free_kib > leave_mib * 1024 ? free_kib - leave_mib * 1024 : 0;
	snprintf(ret, POOL_NUMBER, "%lu", free_kib / huge_kib);
	return 0;
}

int pool_read(struct vm *vm, const struct lab_knob *knob, char ret[POOL_NUMBER])
{
	unsigned long huge_kib = 0;
	char path[64], *meminfo;
	unsigned node;
	size_t size;
	int err = parse_path(knob->path, &node, &huge_kib);

	if (err)
		return err;
	err = vm_get(vm, REFRESH, &meminfo, &size);
	if (err)
		return err;
	free(meminfo);
	snprintf(path, sizeof(path), NODE "%u/meminfo", node);
	err = vm_get(vm, path, &meminfo, &size);
	if (err)
		return err;
	err = pool_parse(knob, meminfo, ret);
	free(meminfo);
	return err;
}
