/* SPDX-License-Identifier: MIT */
/*
 * Reads lists; see cpulist.h. cpulist_mask.c reads masks and cpulist_format.c writes both: files of
 * their own, so that only what a program calls is in it (common/judge/linked.h, for lab 07).
 */
#include "cpulist.h"

#include <errno.h>
#include <stdio.h>

#include "kfile.h"

/* "5" or "0-3", and moves *text behind it. */
static int parse_range(const char **text, cpu_set_t *cpus)
{
	uint64_t first, last;
	int error = kfile_number(text, 10, &first);

	last = first;
	if (!error && **text == '-') {
		++*text;
		error = kfile_number(text, 10, &last);
	}
	if (error)
		return error;
	if (last < first)
		return -EBADMSG;
	if (last >= CPU_SETSIZE)
		return -ERANGE;
	for (uint64_t cpu = first; cpu <= last; cpu++)
		CPU_SET(cpu, cpus);
	return 0;
}

int cpulist_parse(const char *text, cpu_set_t *ret)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	while (*text) {
		int error = parse_range(&text, &cpus);

		if (error)
			return error;
		if (*text == ',' && text[1])
			text++;
		else if (*text)
			return -EBADMSG;
	}
	*ret = cpus;
	return 0;
}

int cpulist_read(const char *path, cpu_set_t *ret)
{
	struct kfile_line line;
	FILE *file;
	int error = kfile_fopen(path, &file);

	if (error)
		return error;
	error = kfile_line(file, &line);
	fclose(file);
	if (!error && line.cut)
		error = -EBADMSG;
	return error ? error : cpulist_parse(line.text, ret);
}
