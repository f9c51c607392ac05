/* SPDX-License-Identifier: MIT */
/* Writes lists and masks; see cpulist.h. */
#include "cpulist.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define GROUP_BITS 32

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
