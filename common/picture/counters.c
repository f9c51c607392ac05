/* SPDX-License-Identifier: MIT */
/* Numbers by name; see counters.h. */
#include "counters.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

#include "common/kernel/kfile.h"

/* How the names of vmstat's lines begin that are kept. */
static const char *const wanted[] = {"cow_ksm", "pgfault", "pgmajfault", "pgmigrate_",
	"pswp", "numa_pte", "numa_hint", "numa_pages", "nr_foll_pin", "thp_fault_alloc",
	"thp_split", "thp_collapse", "compact_migrate", "compact_free", "compact_success",
	"nr_free_cma"};

static bool is_wanted(const char *name)
{
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		if (!strncmp(name, wanted[i], strlen(wanted[i])))
			return true;
	return false;
}

/* The next one, whose name is to be written; NULL: there is no room. */
static struct counter *add(struct counters *counters, uint64_t value)
{
	struct counter *counter = &counters->counter[counters->nr];

	if (counters->nr == COUNTERS_MAX)
		return NULL;
	counters->nr++;
	counter->value = value;
	return counter;
}

static void add_named(struct counters *counters, const char *name, uint64_t value)
{
	struct counter *counter =
		strlen(name) < COUNTERS_NAME ? add(counters, value) : NULL;

	if (counter)
		strcpy(counter->name, name);
}

void counters_parse_vmstat(FILE *file, struct counters *ret)
{
	struct kfile_line line;

	while (!kfile_line(file, &line)) {
		char *blank = strchr(line.text, ' ');
		const char *digits = blank ? blank + 1 : "";
		uint64_t value;

		if (!blank || kfile_number(&digits, 10, &value))
			continue;
		*blank = '\0';
		if (is_wanted(line.text))
			add_named(ret, line.text, value);
	}
}

/* Node 0, zone   Normal    216    55    189 … */
void counters_parse_buddyinfo(FILE *file, struct counters *ret)
{
	struct kfile_line line;

	while (!kfile_line(file, &line)) {
		const char *at = line.text;
		char zone[16];
		unsigned node;
		int used = 0;
		uint64_t value;

		if (sscanf(at, "Node %u, zone %15s%n", &node, zone, &used) != 2)
			continue;
		at += used;
		for (unsigned order = 0;; order++) {
			struct counter *counter;

			at += strspn(at, " ");
			if (kfile_number(&at, 10, &value))
				break;
			counter = add(ret, value);
			if (counter)
				snprintf(counter->name, COUNTERS_NAME,
					"free, node %u %s, order %u", node, zone, order);
		}
	}
}

void counters_of_zones(const struct zoneinfo *zones, struct counters *ret)
{
	for (size_t i = 0; i < zones->nr_zones; i++)
		for (unsigned cpu = 0; cpu < ZONEINFO_MAX_CPUS; cpu++) {
			const struct zone *zone = &zones->zone[i];
			struct counter *counter = NULL;

			if (zone->pageset[cpu].exists)
				counter = add(ret, zone->pageset[cpu].count);
			if (counter)
				snprintf(counter->name, COUNTERS_NAME,
					"stock of CPU %u, node %u %s", cpu, zone->node,
					zone->name);
		}
}

void counters_read(const char *path, struct zoneinfo *zones, struct counters *ret)
{
	const char *name = strrchr(path, '/');
	uint64_t value;
	FILE *file;

	if (!strncmp(path, "/sys/", 5)) {
		if (!kfile_value(AT_FDCWD, path, &value))
			add_named(ret, name + 1, value);
		return;
	}
	if (kfile_fopen(path, &file))
		return;
	if (!strcmp(path, "/proc/vmstat"))
		counters_parse_vmstat(file, ret);
	else if (!strcmp(path, "/proc/buddyinfo"))
		counters_parse_buddyinfo(file, ret);
	else if (!strcmp(path, "/proc/zoneinfo") && !zoneinfo_parse(file, zones))
		counters_of_zones(zones, ret);
	fclose(file);
}
