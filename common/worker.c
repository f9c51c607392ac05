/* SPDX-License-Identifier: MIT */
/* worker: see worker.h. */
#include "worker.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "faults.h"

#define POLL_MICROSECONDS 5000

/* Waits without using the CPU: being told to stop is an event of `ready`. */
static void await_stop(struct worker *worker)
{
	eventfd_t value;

	while (!worker->stop)
		if (eventfd_read(worker->ready, &value) && errno != EINTR)
			return;
}

static void *run(void *arg)
{
	struct worker *worker = arg;

	worker->tid = gettid();
	eventfd_write(worker->ready, 1);
	worker->work(worker);
	worker->ended = true;
	await_stop(worker);
	return NULL;
}

int worker_start(struct worker *worker, worker_fn work, void *arg)
{
	eventfd_t value;
	int error;

	worker->work = work;
	worker->arg = arg;
	worker->stop = worker->ended = false;
	worker->tid = 0;
	worker->ready = eventfd(0, EFD_CLOEXEC);
	if (worker->ready < 0)
		return -errno;
	error = pthread_create(&worker->thread, NULL, run, worker);
	if (error) {
		close(worker->ready);
		return -error;
	}
	while (eventfd_read(worker->ready, &value) && errno == EINTR)
		;
	return 0;
}

void worker_stop(struct worker *worker)
{
	worker->stop = true;
	eventfd_write(worker->ready, 1);
	pthread_join(worker->thread, NULL);
	close(worker->ready);
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
		usleep(POLL_MICROSECONDS);
	}
	return error;
}
