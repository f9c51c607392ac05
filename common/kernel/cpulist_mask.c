/* SPDX-License-Identifier: MIT */
/* Reads masks; see cpulist.h. */
#include "cpulist.h"

#include <errno.h>
#include <string.h>

#include "kfile.h"

#define GROUP_BITS 32

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
