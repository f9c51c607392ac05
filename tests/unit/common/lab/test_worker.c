/* SPDX-License-Identifier: MIT */
/* worker, scanner and patience: started, told to stop, waited for as long as there is progress. */
#include "tests/unit/input.h"

#include "common/lab/patience.h"
#include "common/lab/scanner.h"
#include "common/lab/worker.h"

static void count(struct worker *worker)
{
	_Atomic unsigned *counter = worker->arg;

	while (!worker->stop)
		++*counter;
}

static void come_back(struct worker *worker)
{
	(void)worker;
}

static void a_worker_works_until_it_is_told(void **state)
{
	_Atomic unsigned counter = 0;
	struct worker worker;
	unsigned last;

	(void)state;
	assert_int_equal(worker_start(&worker, count, (void *)&counter), 0);
	assert_int_not_equal(worker.tid, gettid());
	while (!counter)
		usleep(100);
	assert_false(worker.ended);
	worker_stop(&worker);
	last = counter;
	usleep(1000);
	assert_int_equal(counter, last);
}

/* Its start and its end are told by different means: many times, as it is a race. */
static void one_that_comes_back_is_there_until_it_is_told(void **state)
{
	struct patience patience = {.step = 1, .seconds = 60};
	struct worker worker;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		uint64_t faults;

		assert_int_equal(worker_start(&worker, come_back, NULL), 0);
		assert_int_equal(worker_faults(&worker, &faults), 0);
		if (i % 100 == 0)
			assert_int_equal(
				worker_await_faults(&worker, UINT64_MAX, &patience),
				-ECHILD);
		worker_stop(&worker);
	}
}

static void one_that_never_started_stops_at_once(void **state)
{
	struct worker worker = {0};

	(void)state;
	worker_stop(&worker);
}

/* Of a thread that has spent its time another takes the place. */
static void a_scanner_has_always_a_new_thread(void **state)
{
	struct scanner scanner = {0};
	pid_t first;

	(void)state;
	assert_int_equal(scanner_keep(&scanner), 0);
	first = scanner.spender.tid;
	assert_int_equal(scanner_keep(&scanner), 0);
	while (scanner.spender.tid == first) {
		usleep(10000);
		assert_int_equal(scanner_keep(&scanner), 0);
	}
	scanner_end(&scanner);
	scanner_end(&scanner);
}

static void patience_ends_without_progress(void **state)
{
	struct patience patience = {.step = 10, .seconds = 0.02};
	_Atomic unsigned counter = 0;
	struct worker worker;

	(void)state;
	assert_true(patience_lasts(&patience, 0));
	for (uint64_t value = 0; value < 10; value++) {
		usleep(10000);
		assert_true(patience_now() > patience.since);
		if (!patience_lasts(&patience, value))
			break;
		assert_true(value < 9);
	}
	assert_true(patience_lasts(&patience, 10));
	assert_int_equal(worker_start(&worker, count, (void *)&counter), 0);
	patience = (struct patience){.step = 1u << 30, .seconds = 0.02};
	assert_int_equal(worker_await_faults(&worker, UINT64_MAX, &patience), -ETIME);
	worker_stop(&worker);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_worker_works_until_it_is_told),
		cmocka_unit_test(one_that_comes_back_is_there_until_it_is_told),
		cmocka_unit_test(one_that_never_started_stops_at_once),
		cmocka_unit_test(a_scanner_has_always_a_new_thread),
		cmocka_unit_test(patience_ends_without_progress),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
