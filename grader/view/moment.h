/* SPDX-License-Identifier: MIT */
/* What a running program's memory looks like at a moment, of the words of common/picture/live.h. */
#ifndef PAGELAB_VIEW_MOMENT_H
#define PAGELAB_VIEW_MOMENT_H

#include <stddef.h>
#include <stdint.h>

#define MOMENT_REGIONS 8
#define MOMENT_CELLS 1024
#define MOMENT_COUNTERS 24
#define MOMENT_NODES 4
#define MOMENT_NAME 192 /* 64 bytes of which each may be no UTF-8 */

struct moment_region {
	int pid;
	unsigned long nr_pages, nr_on_node[MOMENT_NODES], nr_huge, nr_swapped, nr_moving;
	char name[MOMENT_NAME];
	char cells[MOMENT_CELLS + 1];
};

struct moment_counter {
	uint64_t now, first;
	char name[MOMENT_NAME];
};

struct moment {
	uint64_t time_ns;
	char at[MOMENT_NAME]; /* the checkpoint; "": it runs */
	struct moment_region region[MOMENT_REGIONS];
	size_t nr_regions;
	struct moment_counter counter[MOMENT_COUNTERS];
	size_t nr_counters;
};

/* `text` ends with a NUL byte. Names are safe to print afterwards. 0, or -EBADMSG. */
int moment_parse(const char *text, struct moment *ret);

/* "1020 on node 0, 480 on node 1, 512 huge, 3 swapped, 1 moving, 10 absent", without those that are none. */
#define MOMENT_PLACES 256
void moment_places(const struct moment_region *region, char ret[MOMENT_PLACES]);

#endif
