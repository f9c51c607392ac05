/* SPDX-License-Identifier: MIT */
/* Workers, see workers.h. */
#include "workers.h"
#include "grader/check/options.h"
#include "grader/session/session.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS 200

/* Runs wait in a ring: what is tried again waits behind all others. */
struct ring {
	size_t *queue;
	size_t room, first, nr;
};

struct workers {
	const struct grade_pool *pool;
	struct ring ring;
	struct worker {
		pid_t pid; /* 0: idle */
		size_t run;
	} * list;
	size_t nr_running;
	bool is_full;  /* the disk of the results */
	sigset_t mask; /* before SIGCHLD was held back */
};

static void push(struct ring *ring, size_t run)
{
	ring->queue[(ring->first + ring->nr++) % ring->room] = run;
}

static size_t pop(struct ring *ring)
{
	size_t run = ring->queue[ring->first];

	ring->first = (ring->first + 1) % ring->room;
	ring->nr--;
	return run;
}

static void __attribute__((noreturn))
be_worker(const struct workers *workers, size_t run, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_BROKEN);
	sigprocmask(SIG_SETMASK, &workers->mask, NULL);
	_exit(workers->pool->work(&workers->pool->runs[run]));
}

static int start(struct workers *workers, struct worker *worker)
{
	size_t run = pop(&workers->ring);
	pid_t parent = getpid(), pid;

	workers->pool->runs[run].attempt++;
	workers->pool->on_start(workers->pool->arg, &workers->pool->runs[run]);
	fflush(NULL);
	pid = fork();
	if (!pid)
		be_worker(workers, run, parent);
	if (pid < 0)
		return -errno;
	*worker = (struct worker){.pid = pid, .run = run};
	workers->nr_running++;
	return 0;
}

static int start_some(struct workers *workers)
{
	int err = 0;

	for (size_t i = 0; !err && i < workers->pool->nr_workers; i++)
		if (!workers->list[i].pid && workers->ring.nr)
			err = start(workers, &workers->list[i]);
	return err;
}

static void finish(struct workers *workers, struct worker *worker, int status)
{
	const struct grade_pool *pool = workers->pool;
	const struct grade_run *run = &pool->runs[worker->run];
	bool graded =
		WIFEXITED(status) && (WEXITSTATUS(status) == EXIT_PASSED ||
					     WEXITSTATUS(status) == EXIT_NOT_PASSED);

	worker->pid = 0;
	workers->nr_running--;
	workers->is_full |=
		WIFEXITED(status) && WEXITSTATUS(status) == GRADE_RUN_NO_SPACE;
	if (session_signal() || workers->is_full)
		return;
	if (!graded && run->attempt < GRADE_ATTEMPTS)
		push(&workers->ring, worker->run);
	else
		pool->on_end(pool->arg, run, graded);
}

static void reap(struct workers *workers, int flags)
{
	pid_t pid;
	int status;

	while ((pid = waitpid(-1, &status, flags)) > 0 || (pid < 0 && errno == EINTR))
		for (size_t i = 0; pid > 0 && i < workers->pool->nr_workers; i++)
			if (workers->list[i].pid == pid)
				finish(workers, &workers->list[i], status);
}

/* The signal may have come to this process alone. */
static void stop(struct workers *workers)
{
	for (size_t i = 0; i < workers->pool->nr_workers; i++)
		if (workers->list[i].pid)
			kill(workers->list[i].pid, SIGTERM);
	reap(workers, 0);
}

static int work(struct workers *workers, const sigset_t *child)
{
	const struct timespec tick = {.tv_nsec = TICK_MS * 1000000L};
	const struct grade_pool *pool = workers->pool;
	int err = 0;

	while (!err && (workers->ring.nr || workers->nr_running)) {
		if (session_signal())
			return -EINTR;
		err = start_some(workers);
		sigtimedwait(child, NULL, &tick);
		reap(workers, WNOHANG);
		if (workers->is_full)
			err = -ENOSPC;
		pool->on_tick(pool->arg, workers->nr_running);
	}
	return session_signal() ? -EINTR : err;
}

int grade_pool(const struct grade_pool *pool)
{
	struct workers workers = {.pool = pool,
		.ring = {.queue = calloc(pool->nr_runs + 1, sizeof(size_t)),
			.room = pool->nr_runs + 1},
		.list = calloc(pool->nr_workers, sizeof(*workers.list))};
	sigset_t child;
	int err = -ENOMEM;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	if (workers.ring.queue && workers.list) {
		for (size_t i = 0; i < pool->nr_runs; i++)
			push(&workers.ring, i);
		sigprocmask(SIG_BLOCK, &child, &workers.mask);
		err = work(&workers, &child);
		if (err)
			stop(&workers);
		sigprocmask(SIG_SETMASK, &workers.mask, NULL);
	}
	free(workers.ring.queue);
	free(workers.list);
	return err;
}

size_t grade_pool_busy(size_t nr_cores)
{
	return nr_cores + (nr_cores + 1) / 2;
}

size_t grade_pool_size(size_t mib)
{
	size_t by_memory = mib / WORKER_MIB, nr = grade_pool_busy(1);
	cpu_set_t set;

	if (!sched_getaffinity(0, sizeof(set), &set))
		nr = grade_pool_busy(CPU_COUNT(&set));
	if (nr > by_memory)
		nr = by_memory;
	return nr ? nr : 1;
}
