/* SPDX-License-Identifier: MIT */
/*
 * zoneinfo: the zones of memory, /proc/zoneinfo, and each zone's pagesets: the small stock of
 * free pages that every CPU keeps of it.
 *
 *	struct zoneinfo info;
 *	const struct zone *zone;
 *
 *	zoneinfo_read(&info);
 *	zone = zoneinfo_find(&info, 1, "Normal");
 *	... zone->pageset[cpu].count ...
 *
 * Source: Documentation/admin-guide/sysctl/vm.rst (percpu_pagelist_high_fraction),
 * zoneinfo_show_print() in mm/vmstat.c, mm/page_alloc.c.
 */
#ifndef PAGELAB_ZONEINFO_H
#define PAGELAB_ZONEINFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define ZONEINFO_MAX_ZONES 32
#define ZONEINFO_MAX_CPUS 64
#define ZONEINFO_NAME_SIZE 16

/* All in pages. */
struct pageset {
	bool exists;	 /* the CPU is online, and the zone has memory */
	bool has_bounds; /* the kernel shows high_min and high_max: newer ones than 6.12 */
	uint64_t count;	 /* in stock now */
	uint64_t high;	 /* above this, some go back to the zone */
	uint64_t batch;	 /* so many come or go together */
	uint64_t high_min; /* between these, newer kernels choose `high` themselves */
	uint64_t high_max;
};

/* In pages too. A zone without memory (present 0) has no pagesets. */
struct zone {
	unsigned node;
	char name[ZONEINFO_NAME_SIZE]; /* "DMA", "Normal" */
	uint64_t free, min, low, high; /* the last three: the watermarks */
	uint64_t spanned, present, managed;
	uint64_t start_pfn;			   /* 0 without memory */
	struct pageset pageset[ZONEINFO_MAX_CPUS]; /* by CPU */
};

struct zoneinfo {
	size_t nr_zones;
	struct zone zone[ZONEINFO_MAX_ZONES];
};

/*
 * Reads all zones. Lines that it does not know are passed over.
 * 0, or -ENODATA: empty; -EBADMSG: malformed or cut short; -ERANGE: a number too large, or
 * more zones or CPUs than there is room for; -errno of read(2).
 */
int zoneinfo_parse(FILE *file, struct zoneinfo *ret);
int zoneinfo_read(struct zoneinfo *ret);

/* The zone of that node and name, or NULL. */
const struct zone *zoneinfo_find(
	const struct zoneinfo *info, unsigned node, const char *name);

/*
 * The zone that a user's page on this node comes from first: the highest one with memory, but
 * for Movable and Device. NULL: the node has none.
 */
const struct zone *zoneinfo_first_zone(const struct zoneinfo *info, unsigned node);

#endif
