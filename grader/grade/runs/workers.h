/* SPDX-License-Identifier: MIT */
/* Many runs, some at a time, each in a process of its own that ends with this one. */
#ifndef PAGELAB_GRADE_POOL_H
#define PAGELAB_GRADE_POOL_H

#include "run.h"

#define GRADE_ATTEMPTS 3
#define WORKER_MIB 700 /* the most that a lab's machine was seen to take, and some */

struct grade_pool {
	struct grade_run *runs; /* those to be done; their `attempt` counts */
	size_t nr_runs;
	size_t nr_workers;
	/* Before each run is started, in this process. */
	void (*on_start)(void *arg, const struct grade_run *run);
	/* For each run at its end: whether it was graded, or failed for the last time. */
	void (*on_end)(void *arg, const struct grade_run *run, bool graded);
	/* Now and then. */
	void (*on_tick)(void *arg, size_t nr_running);
	void *arg;
	/* What a worker does: grade_run(), but for tests. */
	int (*work)(const struct grade_run *run);
};

/* 0 when all runs have ended. -EINTR: a signal came; then no worker is left, and what they
 * had not finished is not there. -ENOSPC: the same, since the results have no room; -ENOMEM, or the -errno of fork(2). */
int grade_pool(const struct grade_pool *pool);

/* How many keep so many cores busy: half as many again, for programs wait, and some hang until their
 * time is over. */
size_t grade_pool_busy(size_t nr_cores);
/* So many for the cores there are, as far as so much memory allows; at least 1. */
size_t grade_pool_size(size_t mib);
/* What is free of this host's memory, or of what this process may use of it, in MiB. */
size_t grade_memory(void);

#endif
