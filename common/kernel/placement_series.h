/* SPDX-License-Identifier: MIT */
/*
 * placement_series: where the pages of a buffer are, looked at again and again. A row is a
 * time and a placement; a series of rows shows how memory moves.
 *
 *	int fd = lab_pagemap();
 *
 *	placement_read_zones(&zones);
 *	placement_sample(fd, buffer, nr_pages, &zones, &placement);
 *	placement_series_add(&series, seconds, &placement);
 *	...
 *	placement_series_free(&series);
 */
#ifndef PAGELAB_PLACEMENT_SERIES_H
#define PAGELAB_PLACEMENT_SERIES_H

#include <stddef.h>

#include "placement.h"

struct placement_row {
	double seconds;
	struct placement placement;
};

/* All zero: an empty one. */
struct placement_series {
	size_t nr;
	struct placement_row *rows;
};

/*
 * Counts the pages of `nr_pages` pages from `address` on by node, through a pagemap that
 * shows PFNs. A page that is just being moved is absent for that time.
 * 0, or -ENOMEM; the errors of pagemap_pfns() and placement_count().
 */
int placement_sample(int pagemap_fd, const void *address, size_t nr_pages,
	const struct placement_zones *zones, struct placement *ret);

/* Adds a row. 0, or -ENOMEM. */
int placement_series_add(struct placement_series *series, double seconds,
	const struct placement *placement);
void placement_series_free(struct placement_series *series);

#endif
