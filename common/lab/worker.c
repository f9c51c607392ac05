/* SPDX-License-Identifier: MIT */
/* worker: see worker.h. */
#include "worker.h"

#include <errno.h>
#include <unistd.h>

#include "common/kernel/faults.h"

static void await(sem_t *semaphore)
{
	while (sem_wait(semaphore) && errno == EINTR)
		;
}

static void *run(void *arg)
{
	struct worker *worker = arg;

	worker->tid = gettid();
	sem_post(&worker->started);
	worker->work(worker);
	worker->ended = true;
	await(&worker->told);
	return NULL;
}

int worker_start(struct worker *worker, worker_fn work, void *arg)
{
	int error;

	worker->work = work;
	worker->arg = arg;
	worker->stop = worker->ended = false;
	sem_init(&worker->started, 0, 0);
	sem_init(&worker->told, 0, 0);
	error = pthread_create(&worker->thread, NULL, run, worker);
	if (error)
		return -error;
	await(&worker->started);
	return 0;
}

void worker_stop(struct worker *worker)
{
	if (!worker->work)
		return;
	worker->stop = true;
	sem_post(&worker->told);
	pthread_join(worker->thread, NULL);
	sem_destroy(&worker->started);
	sem_destroy(&worker->told);
}

int worker_faults(const struct worker *worker, uint64_t *ret)
{
	struct faults faults;
	int error = faults_read_thread(0, worker->tid, &faults);

	if (!error)
		*ret = faults.minor;
	return error;
}

int worker_await_faults(
	const struct worker *worker, uint64_t nr, struct patience *patience)
{
	uint64_t seen;
	int error;

	while (!(error = worker_faults(worker, &seen)) && seen < nr) {
		if (worker->ended)
			return -ECHILD;
		if (!patience_lasts(patience, seen))
			return -ETIME;
		/* No sleep: the kernel scans a process in proportion to the CPU time that its
		 * threads use, and a slow worker alone may use too little to be scanned. */
	}
	return error;
}
