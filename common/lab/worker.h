/* SPDX-License-Identifier: MIT */
/*
 * worker: a thread that does something over and over until it is told to stop, and is
 * there until then, even if it has nothing to do any more: its numbers can be read.
 *
 *	static void work(struct worker *worker)
 *	{
 *		while (!worker->stop)
 *			...
 *	}
 *
 *	worker_start(&worker, work, memory);
 *	...
 *	worker_stop(&worker);
 *
 * Source: pthread_create(3).
 */
#ifndef PAGELAB_WORKER_H
#define PAGELAB_WORKER_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "patience.h"

struct worker;
typedef void (*worker_fn)(struct worker *worker);

struct worker {
	worker_fn work;
	void *arg;
	atomic_bool stop;  /* for work() to see */
	atomic_bool ended; /* work() came back */
	pid_t tid;	   /* known when worker_start() returns */
	sem_t started, told;
	pthread_t thread;
};

/* Starts it. 0, or -errno of pthread_create(3). */
int worker_start(struct worker *worker, worker_fn work, void *arg);
/* Tells it to stop and waits until it has. Nothing if it was never started (all zero). */
void worker_stop(struct worker *worker);

/*
 * Minor faults that the worker took. One that writes to memory that is there already
 * takes hint faults, and next to no others. 0, or errors as faults_read_thread().
 */
int worker_faults(const struct worker *worker, uint64_t *ret);

/* Waits, awake, until it took `nr` of them, for as long as there is progress (patience.h).
 * 0, or -ETIME: there was none; -ECHILD: work() came back; as above. */
int worker_await_faults(
	const struct worker *worker, uint64_t nr, struct patience *patience);

#endif
