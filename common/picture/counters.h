/* SPDX-License-Identifier: MIT */
/*
 * counters: numbers for a plot, by name, from the files that a lab's `live` names:
 *
 *	/proc/vmstat      the lines that a lab may be about    pgmigrate_success
 *	/proc/buddyinfo   free blocks                          free, node 1 Normal, order 10
 *	/proc/zoneinfo    pages in stock                       stock of CPU 5, node 1 Normal
 *	/sys/…            a file of one number, by its name    pages_shared
 *
 * Others have none.
 */
#ifndef PAGELAB_PICTURE_COUNTERS_H
#define PAGELAB_PICTURE_COUNTERS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "common/kernel/zoneinfo.h"

#define COUNTERS_MAX 128
#define COUNTERS_NAME 40

struct counters {
	size_t nr;
	struct counter {
		char name[COUNTERS_NAME];
		uint64_t value;
	} counter[COUNTERS_MAX];
};

/* Adds what the file has, as far as it can be read and there is room. `zones` is memory to read
 * zoneinfo into. */
void counters_read(const char *path, struct zoneinfo *zones, struct counters *ret);
/* The same from files of these formats. */
void counters_parse_vmstat(FILE *file, struct counters *ret);
void counters_parse_buddyinfo(FILE *file, struct counters *ret);
void counters_of_zones(const struct zoneinfo *zones, struct counters *ret);

#endif
