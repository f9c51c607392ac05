/* SPDX-License-Identifier: MIT */
/* series: moments of a run, one after the other, and their plot by gnuplot (./run --plot). */
#ifndef PAGELAB_VIEW_SERIES_H
#define PAGELAB_VIEW_SERIES_H

#include "moment.h"

#include <stdbool.h>

#define SERIES_WHY 256

struct series;

/* Of this counter, or of the pages of each region by node, if it is NULL. 0 or -ENOMEM. */
int series_create(const char *counter, struct series **ret);
void series_free(struct series *series);
/* 0 or -ENOMEM. */
int series_add(struct series *series, const struct moment *moment);

/* Whether there is a gnuplot. */
bool series_can_plot(void);
/*
 * Draws it as SVG. `look` is a gnuplot script that says how plots look; it may be missing.
 * 0, or -errno: then `why` (SERIES_WHY bytes) holds a sentence; -ENODATA: there is nothing to draw.
 */
int series_plot(const struct series *series, const char *title, const char *look,
	const char *svg, char *why);

#endif
