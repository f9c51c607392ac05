/* SPDX-License-Identifier: MIT */
/*
 * scanner: has NUMA balancing scan the process soon, whatever its threads do.
 *
 *	struct scanner scanner = {0};
 *
 *	while (...) {
 *		scanner_keep(&scanner);
 *		... wait some 50 ms ...
 *	}
 *	scanner_end(&scanner);
 *
 * The kernel scans when a thread has used some processor time since it last scanned, and where that
 * scan took long, 32 times as long besides: on a busy host many seconds. A thread that rests between its
 * writes uses little. A new thread has no such past: so there is always a new one, which spends time.
 *
 * Source: task_tick_numa() and task_numa_work() in kernel/sched/fair.c.
 */
#ifndef PAGELAB_SCANNER_H
#define PAGELAB_SCANNER_H

#include "worker.h"

/* All zero at first. */
struct scanner {
	struct worker spender;
};

/* A thread of it lives afterwards, on the CPUs of the caller's. 0, or -errno of pthread_create(3). */
int scanner_keep(struct scanner *scanner);
void scanner_end(struct scanner *scanner);

#endif
