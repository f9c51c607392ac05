/* SPDX-License-Identifier: MIT */
/* cpulist: see cpulist.h. */
#include "cpulist.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "kfile.h"

#define GROUP_BITS 32

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

/* One group of digits into the bits from first_cpu on. */
static int parse_group(const char *text, size_t length, size_t first_cpu, cpu_set_t *cpus)
{
	uint64_t bits;
	const char *p = text;
	int error = kfile_number(&p, 16, &bits);

	if (error || p != text + length)
		return -EBADMSG;
	for (size_t bit = 0; bit < GROUP_BITS; bit++) {
		if (!(bits >> bit & 1))
			continue;
		if (first_cpu + bit >= CPU_SETSIZE)
			return -ERANGE;
		CPU_SET(first_cpu + bit, cpus);
	}
	return 0;
}

int cpumask_parse(const char *text, cpu_set_t *ret)
{
	size_t nr_groups = 1;
	cpu_set_t cpus;

	if (!strncmp(text, "0x", 2))
		text += 2;
	for (const char *p = text; *p; p++)
		nr_groups += *p == ',';
	CPU_ZERO(&cpus);
	for (size_t group = nr_groups; group-- > 0; text++) {
		size_t length = strcspn(text, ",");
		int error;

		if (length > 8 || (length < 8 && group != nr_groups - 1))
			return -EBADMSG;
		error = parse_group(text, length, group * GROUP_BITS, &cpus);
		if (error)
			return error;
		text += length;
	}
	*ret = cpus;
	return 0;
}

/* Appends; -ENOSPC if the end would not fit. */
static int append(char *text, size_t size_bytes, const char *format, size_t number)
{
	size_t length = strlen(text);
	int more = snprintf(text + length, size_bytes - length, format, number);

	return more < 0 || (size_t)more >= size_bytes - length ? -ENOSPC : 0;
}

static size_t last_of_range(const cpu_set_t *cpus, size_t first)
{
	size_t last = first;

	while (last + 1 < CPU_SETSIZE && CPU_ISSET(last + 1, cpus))
		last++;
	return last;
}

int cpulist_format(const cpu_set_t *cpus, char *ret, size_t size_bytes)
{
	char text[CPULIST_SIZE] = "";
	int error = 0;

	for (size_t cpu = 0; cpu < CPU_SETSIZE && !error; cpu++) {
		size_t last;

		if (!CPU_ISSET(cpu, cpus))
			continue;
		last = last_of_range(cpus, cpu);
		error = append(text, sizeof(text), *text ? ",%zu" : "%zu", cpu);
		if (!error && last > cpu)
			error = append(text, sizeof(text), "-%zu", last);
		cpu = last;
	}
	if (error || strlen(text) >= size_bytes)
		return -ENOSPC;
	strcpy(ret, text);
	return 0;
}

int cpumask_format(const cpu_set_t *cpus, char *ret, size_t size_bytes)
{
	char text[CPULIST_SIZE] = "";
	int error = 0;

	for (size_t group = CPU_SETSIZE / GROUP_BITS; group-- > 0 && !error;) {
		size_t bits = 0;

		for (size_t bit = 0; bit < GROUP_BITS; bit++)
			bits |= (size_t) !!CPU_ISSET(group * GROUP_BITS + bit, cpus)
				<< bit;
		if (*text)
			error = append(text, sizeof(text), ",%08zx", bits);
		else if (bits || !group)
			error = append(text, sizeof(text), "%zx", bits);
	}
	if (error || strlen(text) >= size_bytes)
		return -ENOSPC;
	strcpy(ret, text);
	return 0;
}
