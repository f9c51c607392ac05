/* SPDX-License-Identifier: MIT */
/* crew: see crew.h. The maker and its threads meet five times. */
#include "crew.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum step { KNOWN = 1, SENT, SETTLED, GOING, ENDING };

static bool has_spun(const struct crew *crew)
{
	struct timespec used;

	if (crew->stop || !crew->busy_ms)
		return crew->stop;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return used.tv_sec * 1000 + used.tv_nsec / 1000000 >= crew->busy_ms;
}

/* Most of the time is to be the program's own, not the kernel's: the tick that accounts
 * for it looks only at what it interrupts. */
static void work(void)
{
	for (volatile unsigned i = 0; i < 20000; i++)
		;
}

static void *spin(void *arg)
{
	struct spinner *me = arg;
	struct crew *crew = me->crew;

	me->tid = gettid();
	pthread_setname_np(pthread_self(), me->name);
	for (int step = KNOWN; step <= GOING; step++)
		pthread_barrier_wait(&crew->meet);
	do {
		me->cpu = sched_getcpu();
		work();
	} while (!has_spun(crew));
	crew->nr_spun++;
	pthread_barrier_wait(&crew->meet);
	return NULL;
}

static void meet_until(struct crew *crew, enum step step)
{
	while (crew->step < step) {
		pthread_barrier_wait(&crew->meet);
		crew->step++;
	}
}

int crew_make(struct crew *crew, unsigned nr, const char *const names[], unsigned busy_ms)
{
	if (!nr || nr > CREW_MAX)
		return -EINVAL;
	crew->nr = nr;
	crew->busy_ms = busy_ms;
	crew->step = 0;
	crew->nr_spun = 0;
	crew->stop = false;
	pthread_barrier_init(&crew->meet, NULL, nr + 1);
	for (unsigned i = 0; i < nr; i++) {
		struct spinner *spinner = &crew->of[i];
		int error;

		spinner->crew = crew;
		spinner->cpu = -1;
		snprintf(spinner->name, sizeof(spinner->name), "%s", names[i]);
		error = pthread_create(&spinner->thread, NULL, spin, spinner);
		if (error)
			return -error;
	}
	meet_until(crew, KNOWN);
	return 0;
}

/* A thread that has come past SENT has run, and so was moved if it had to be. */
void crew_settle(struct crew *crew)
{
	meet_until(crew, SETTLED);
}

void crew_go(struct crew *crew)
{
	meet_until(crew, GOING);
	for (unsigned i = 0; i < crew->nr; i++)
		while (crew->of[i].cpu < 0)
			usleep(1000);
}

/* Nobody is woken for it: a thread that is woken may be moved by that. */
void crew_rest(struct crew *crew)
{
	if (!crew->busy_ms)
		crew->stop = true;
	meet_until(crew, GOING);
	while (crew->nr_spun < crew->nr)
		usleep(1000);
}

void crew_end(struct crew *crew)
{
	crew->stop = true;
	meet_until(crew, ENDING);
	for (unsigned i = 0; i < crew->nr; i++)
		pthread_join(crew->of[i].thread, NULL);
	pthread_barrier_destroy(&crew->meet);
}
