/* SPDX-License-Identifier: MIT */
/*
 * A moment as rows of letters, for a terminal of any size:
 *
 *	lab06  0.53 s  at “touched”
 *	buffer: 1500 pages, 1020 on node 0, 480 on node 1; a letter is 2 pages
 *	000000000000000000000000000000000000000000000000000011111111111111111111
 *	pgfault +3120   numa_hint_faults +1924
 *	0 1: on that node  A B: there, huge  s: swapped  m: moving  .: absent
 */
#ifndef PAGELAB_VIEW_CELLS_H
#define PAGELAB_VIEW_CELLS_H

#include "moment.h"

#include <stdbool.h>
#include <stdio.h>

#define CELLS_MIN_ROWS 6
#define CELLS_MIN_COLUMNS 30

struct cells_style {
	size_t rows,
		columns; /* no more than these are written; more than the least above */
	bool colour;
	const char *row_end; /* what ends each row, "\n" at least */
};

/* `title` begins the first row; `began_ns` is the time from which time is counted. */
void cells_draw(FILE *out, const struct moment *moment, const char *title,
	uint64_t began_ns, const struct cells_style *style);

#endif
