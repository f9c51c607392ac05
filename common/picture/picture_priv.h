/* SPDX-License-Identifier: MIT */
/* A picture as it is gathered; for this room alone. */
#ifndef PAGELAB_PICTURE_PICTURE_PRIV_H
#define PAGELAB_PICTURE_PICTURE_PRIV_H

#include <stdbool.h>

#include "common/kernel/placement.h"
#include "common/lab/wire.h"
#include "counters.h"
#include "frames.h"
#include "jot.h"
#include "page_runs.h"
#include "picture.h"

#define PICTURE_NAME 16 /* of a thread, with its NUL: TASK_COMM_LEN of the kernel */

struct picture_region {
	struct stage_region region;
	size_t nr_pages, nr_seen;
	size_t first_run, nr_runs; /* of picture.runs */
};

struct picture_thread {
	pid_t pid, tid;
	unsigned cpu;
	char name[PICTURE_NAME];
};

struct picture_moment {
	char name[STAGE_NAME_BYTES];
	uint64_t time_ns;
	pid_t at_pid; /* the process that came to it */
	bool is_sample;
	struct picture_region regions[PICTURE_REGIONS];
	size_t nr_regions, nr_regions_left_out, nr_pages_seen;
	struct picture_thread threads[PICTURE_THREADS];
	size_t nr_threads;
	struct counters counters;
};

struct picture_run {
	uint64_t begun_ns;
	size_t first_moment, nr_moments, nr_left_out;
	struct jot words; /* the whole run, once it has ended */
};

struct picture {
	void *memory; /* of all this */
	const char *path;
	const char *const *live;
	size_t nr_live;
	struct placement_zones zones;
	struct zoneinfo zoneinfo; /* to be read into */
	struct frames frames;
	uint64_t node_window; /* the last one that was asked for, from 1, and its node */
	int node;
	bool marks;
	struct page_runs runs;
	struct picture_moment moments[PICTURE_MOMENTS];
	size_t nr_moments, nr_samples;
	uint64_t looked_ns; /* the last look's end */
	struct picture_run run[PICTURE_RUNS];
	size_t nr_runs;
	const char *asked; /* the moment that the claim asked for last; NULL: none */
	size_t asked_run;
	struct jot claims;
	uint64_t took_ns; /* all of it */
};

/* write.c */
void picture_words_of_run(struct picture *picture, size_t run, const struct stage *stage);

#endif
