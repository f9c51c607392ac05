/* SPDX-License-Identifier: MIT */
/* caught by: every_pageset_is_listed_as_the_kernel_shows_it high_follows_the_fraction_by_the_rule
 * Calls what this lab has it write. */

// tag::task-1[]
#include "common/judge/pageset.h"

static size_t read_stocks(FILE *zoneinfo, struct stock *ret, size_t max)
// end::task-1[]

	// tag::todo-1[]
	static struct zoneinfo info;
	size_t nr = 0;

	(void)zoneinfo;
	if (zoneinfo_read(&info))
		return 0;
	for (size_t z = 0; z < info.nr_zones; z++) {
		for (unsigned cpu = 0; cpu < ZONEINFO_MAX_CPUS; cpu++) {
			const struct zone *zone = &info.zone[z];
			const struct pageset *stock = &zone->pageset[cpu];

			if (!stock->exists || nr == max)
				continue;
			ret[nr] = (struct stock){.node = zone->node,
				.cpu = cpu,
				.managed = zone->managed,
				.count = stock->count,
				.high = stock->high,
				.batch = stock->batch};
			snprintf(ret[nr].zone, sizeof(ret[nr].zone), "%s", zone->name);
			nr++;
		}
	}
	return nr;
	// end::todo-1[]

	// tag::todo-6[]
	const struct zone zone = {.managed = stock->managed};

	return pageset_high(&zone, fraction, nr_cpus, stock->batch);
	// end::todo-6[]
