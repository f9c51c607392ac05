/* SPDX-License-Identifier: MIT */
/* The line is written by a thread, since the phase itself may be waiting anywhere. */
#include "phase.h"
#include "vm/host/progress.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define QUIET_SECONDS 2

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t over;
static pthread_t thread;
static bool running, ended;
static const char *doing;
static struct timespec begun;

static double seconds_since(const struct timespec *from)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - from->tv_sec) + (now.tv_nsec - from->tv_nsec) / 1e9;
}

static void *show(void *unused)
{
	struct timespec next = begun;
	bool shown = false;

	(void)unused;
	next.tv_sec += QUIET_SECONDS;
	pthread_mutex_lock(&lock);
	while (!ended) {
		if (pthread_cond_timedwait(&over, &lock, &next) != ETIMEDOUT)
			continue;
		fprintf(stderr, "\r\033[K%s … %.0f s", doing, seconds_since(&begun));
		shown = true;
		next.tv_sec++;
	}
	if (shown)
		fputs("\r\033[K", stderr);
	pthread_mutex_unlock(&lock);
	return NULL;
}

void phase_begin(const char *what)
{
	sigset_t all, before;
	pthread_condattr_t attr;

	clock_gettime(CLOCK_MONOTONIC, &begun);
	doing = what;
	ended = false;
	if (!progress_redraws(STDERR_FILENO))
		return;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&over, &attr);
	/* Signals are for the thread that waits. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	running = !pthread_create(&thread, NULL, show, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

double phase_end(void)
{
	if (running) {
		pthread_mutex_lock(&lock);
		ended = true;
		pthread_cond_signal(&over);
		pthread_mutex_unlock(&lock);
		pthread_join(thread, NULL);
		running = false;
	}
	return seconds_since(&begun);
}
