/* SPDX-License-Identifier: MIT */
/*
 * watch: judges a table that a program makes of its memory while that moves. The program
 * brackets each row by two samples, and the checker looks at each:
 *
 *	lab_sample("look begins");        before:  4096 on node 0,    0 on node 1
 *	... counts, for a row ...         the row: 3900           , 196
 *	lab_sample("look ends");          after:   3650           , 446
 *
 * Where pages move one way only, what the program counted lies between the two.
 *
 *	perform_sampled(…, watch_sample, …)      or from a function of your own
 *	expect_rows(&watch, report, holes, 2);
 */
#ifndef PAGELAB_WATCH_H
#define PAGELAB_WATCH_H

#include "common/kernel/placement_series.h"
#include "common/stage/look.h"

struct watch {
	const char *region;
	size_t nr_pages;
	struct placement_zones zones;
	/* The rest begins as zero; the series stay until all is judged. */
	struct placement_series before, after;
	double begun;
	int error; /* -errno of looking, trouble of the harness */
};

/* Call it at a sample. Other names than the two above, and a region that is not what was
 * asked for, are not looked at. */
void watch_sample(struct watch *watch, struct stage *stage, pid_t pid, const char *name);

#endif
