/* SPDX-License-Identifier: MIT */
/*
 * kmod/page_pin under stress, in the guest as root: eight threads with one descriptor
 * pin, unpin, unmap and fork, in memory of their own and in memory that all fight for.
 * In the end every page that was pinned must have been unpinned, and the kernel's log
 * be clean.
 *
 *	test_page_pin_stress SECONDS
 */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/kernel/kmsg.h"
#include "common/kernel/page.h"
#include "pins.h"

#define NR_THREADS 8
#define NR_SHARED_PAGES 32
#define MAX_PAGES 24

static int seconds, fd, log_fd;
static char *shared;
static atomic_ulong nr_pinned, nr_unpinned, nr_refused, nr_forks, nr_strange;
static atomic_int strangest;

static void strange(int err)
{
	atomic_fetch_add(&nr_strange, 1);
	atomic_store(&strangest, err);
}

/* Counts what came of it; an error that this program cannot cause is strange. */
static int try_pin(const char *memory, size_t nr_pages)
{
	int err = pin(fd, memory, nr_pages);

	if (!err)
		atomic_fetch_add(&nr_pinned, nr_pages);
	else if (err == -EEXIST || err == -EFAULT || err == -ENOMEM)
		atomic_fetch_add(&nr_refused, 1);
	else
		strange(err);
	return err;
}

static int try_unpin(const char *memory, size_t nr_pages)
{
	int err = unpin(fd, memory, nr_pages);

	if (!err)
		atomic_fetch_add(&nr_unpinned, nr_pages);
	else if (err != -ENOENT)
		strange(err);
	return err;
}

/* A range that others may have pinned in whole or in part, or be about to. */
static void fight(unsigned *seed)
{
	size_t from = rand_r(seed) % NR_SHARED_PAGES;
	size_t nr = 1 + rand_r(seed) % (NR_SHARED_PAGES - from);
	char *at = shared + from * page_size_bytes();

	if (rand_r(seed) % 8 == 0)
		madvise(at, nr * page_size_bytes(), MADV_DONTNEED);
	if (!try_pin(at, nr) && rand_r(seed) % 2)
		try_unpin(at, nr);
	else
		try_unpin(at, 1 + rand_r(seed) % nr);
}

/* Memory of this thread, unmapped before or after it is unpinned. */
static void pin_and_unmap(unsigned *seed)
{
	size_t nr = 1 + rand_r(seed) % MAX_PAGES;
	char *memory = fresh(nr);
	int err = try_pin(memory, nr);

	if (rand_r(seed) % 2) {
		give_back(memory, nr);
		/* The address may be somebody else's by now, the pin is not. */
		if (!err && try_unpin(memory, nr))
			strange(-ENOENT);
		return;
	}
	if (!err && try_unpin(memory, nr))
		strange(-ENOENT);
	give_back(memory, nr);
}

/* The child pins too, and leaves it to the parent's descriptor to outlive it. Its
 * counters are its own, so that it tells by its exit status. */
static void fork_and_pin(unsigned *seed)
{
	size_t from = rand_r(seed) % (NR_SHARED_PAGES - 4);
	int status;
	pid_t pid = fork();

	if (!pid) {
		int err = pin(fd, shared + from * page_size_bytes(), 4);

		if (!err && seed && rand_r(seed) % 2)
			err = unpin(fd, shared + from * page_size_bytes(), 4) ? -1 : 0;
		/* RLIMIT_MEMLOCK is none for root; the mm is new. */
		_exit(err && err != -ENOMEM && err != -EFAULT);
	}
	if (pid < 0)
		return;
	atomic_fetch_add(&nr_forks, 1);
	if (waitpid(pid, &status, 0) != pid || status)
		strange(-ECHILD);
}

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ULL + now.tv_nsec / 1000000;
}

static void *work(void *arg)
{
	unsigned seed = (unsigned)(uintptr_t)arg;
	uint64_t end_ms = now_ms() + seconds * 1000ULL;

	while (now_ms() < end_ms) {
		for (int i = 0; i < 16; i++) {
			fight(&seed);
			pin_and_unmap(&seed);
		}
		fork_and_pin(&seed);
	}
	return NULL;
}

static void eight_threads_lose_nothing(void **state)
{
	struct pins before = pins_count(), after;
	pthread_t threads[NR_THREADS];

	(void)state;
	fd = pin_open();
	shared = fresh(NR_SHARED_PAGES);
	for (uintptr_t i = 0; i < NR_THREADS; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, work, (void *)(i + 1)), 0);
	for (int i = 0; i < NR_THREADS; i++)
		pthread_join(threads[i], NULL);
	printf("%lu pages pinned, %lu unpinned before the end; refused %lu times; "
	       "%lu forks\n",
		nr_pinned, nr_unpinned, nr_refused, nr_forks);
	if (nr_strange)
		fail_msg("%lu times an error that nothing explains, last: %s", nr_strange,
			strerror(-strangest));
	assert_true(nr_pinned > 1000 && nr_forks > 8 && nr_refused > 8);
	close(fd);
	after = pins_count();
	printf("acquired %lu, released %lu\n", after.acquired - before.acquired,
		after.released - before.released);
	assert_true(after.acquired - before.acquired >= nr_pinned);
	assert_int_equal(
		after.acquired - before.acquired, after.released - before.released);
	give_back(shared, NR_SHARED_PAGES);
}

static void the_kernel_had_nothing_to_complain_of(void **state)
{
	(void)state;
	assert_string_equal(warnings(log_fd), "");
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(eight_threads_lose_nothing),
		cmocka_unit_test(the_kernel_had_nothing_to_complain_of),
	};

	seconds = argc > 1 ? atoi(argv[1]) : 60;
	if (seconds <= 0 || kmsg_open(&log_fd))
		return 2;
	return cmocka_run_group_tests_name("page_pin_stress", tests, NULL, NULL);
}
