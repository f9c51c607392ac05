/* SPDX-License-Identifier: MIT */
/*
 * crew: threads that are made together, spin together and end together. What happens
 * between is in the hands of their maker:
 *
 *	static struct crew crew;
 *
 *	crew_make(&crew, 2, names, 60);      they sleep, and crew.of[i].tid is known
 *	sched_setaffinity(crew.of[0].tid, ...);
 *	crew_settle(&crew);                  each has run where it was sent; they sleep
 *	crew_go(&crew);                      all have begun to spin, for 60 ms of CPU time
 *	crew_rest(&crew);                    all have spun, and sleep where they spun
 *	crew_end(&crew);                     they are gone
 *
 * Steps that are left out are made up for by the next one.
 *
 * Source: pthread_create(3), pthread_barrier_wait(3), sched_getcpu(3).
 */
#ifndef PAGELAB_CREW_H
#define PAGELAB_CREW_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#define CREW_MAX 16
#define CREW_NAME_SIZE 16 /* the kernel's own limit */

struct crew;

struct spinner {
	struct crew *crew;
	char name[CREW_NAME_SIZE]; /* the thread's name, too */
	pthread_t thread;
	pid_t tid;
	_Atomic int cpu; /* where it spun last; -1: it has not yet */
};

struct crew {
	pthread_barrier_t meet;
	unsigned nr, busy_ms, step;
	_Atomic unsigned nr_spun;
	_Atomic bool stop;
	struct spinner of[CREW_MAX];
};

/*
 * Makes `nr` threads with these names. Each spins for busy_ms milliseconds of its own CPU
 * time; 0: until crew_rest(). The crew stays where it is until crew_end().
 * 0, or -EINVAL: none, or more than CREW_MAX; -errno of pthread_create(3), after which
 * the process had better end.
 */
int crew_make(
	struct crew *crew, unsigned nr, const char *const names[], unsigned busy_ms);

void crew_settle(struct crew *crew);
void crew_go(struct crew *crew);
void crew_rest(struct crew *crew);
void crew_end(struct crew *crew);

#endif
