/* SPDX-License-Identifier: MIT */
/* thread: our own threads, and what 6.1 and 6.12 wrote of a thread that was moved. */
#include "input.h"

#include <pthread.h>

#include "thread.h"

static pthread_barrier_t barrier;

static void *be_called(void *name)
{
	pid_t tid = gettid();

	pthread_setname_np(pthread_self(), name);
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	return (void *)(intptr_t)tid;
}

static void threads_are_found_by_name(void **state)
{
	pthread_t threads[3];
	char *names[] = {"one", "two", "two"};
	pid_t found = 0;
	void *tid;

	(void)state;
	pthread_barrier_init(&barrier, NULL, 4);
	for (int i = 0; i < 3; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, be_called, names[i]), 0);
	pthread_barrier_wait(&barrier);
	assert_int_equal(thread_find(0, "two", &found), -ENOTUNIQ);
	assert_int_equal(thread_find(0, "three", &found), -ENODATA);
	assert_int_equal(found, 0);
	assert_int_equal(thread_find(getpid(), "one", &found), 0);
	pthread_barrier_wait(&barrier);
	for (int i = 0; i < 3; i++) {
		pthread_join(threads[i], &tid);
		if (i == 0)
			assert_int_equal(found, (intptr_t)tid);
	}
}

static void no_such_process(void **state)
{
	pid_t found = 7;

	(void)state;
	assert_int_equal(thread_find(INT32_MAX, "one", &found), -ENODATA);
	assert_int_equal(thread_find(-1, "one", &found), -EINVAL);
	assert_int_equal(found, 7);
}

static int parse(FILE *file, void *ret)
{
	return thread_parse_migrations(file, ret);
}

static const struct parser migrations = {parse, sizeof(uint64_t)};

static void migrations_are_read(void **state)
{
	static const char *const names[] = {"6.1/sched", "6.12/sched"};

	(void)state;
	for (int i = 0; i < 2; i++) {
		FILE *file = fixture_open(names[i]);
		uint64_t nr;

		assert_int_equal(thread_parse_migrations(file, &nr), 0);
		assert_int_equal(nr, 2);
		fclose(file);
	}
}

static void malformed_files_are_refused(void **state)
{
	(void)state;
	assert_parses(&migrations, "", -ENODATA);
	assert_parses(&migrations, "name (1, #threads: 1)\n----\n", -ENODATA);
	assert_parses(&migrations, "se.nr_migrations : 5\n", 0);
	assert_parses(&migrations, "se.nr_migrations : 5", -EBADMSG);
	assert_parses(&migrations, "se.nr_migrations 5\n", -EBADMSG);
	assert_parses(&migrations, "se.nr_migrations : \n", -EBADMSG);
	assert_parses(&migrations, "se.nr_migrations : 5.1\n", -EBADMSG);
	assert_parses(&migrations, "se.nr_migrations : 18446744073709551616\n", -ERANGE);
	assert_parses(&migrations, "se.nr_migrations_cold : 5\n", -ENODATA);
}

static void a_file_that_was_cut_is_refused(void **state)
{
	size_t size;
	char *bytes = fixture_load("6.12/sched", &size);
	char *end = strchr(strstr(bytes, "se.nr_migrations"), '\n') + 1;

	(void)state;
	accepted_cuts(&migrations, bytes, (size_t)(end - bytes));
	survive_changes(&migrations, bytes, size, 1000);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_are_found_by_name),
		cmocka_unit_test(no_such_process),
		cmocka_unit_test(migrations_are_read),
		cmocka_unit_test(malformed_files_are_refused),
		cmocka_unit_test(a_file_that_was_cut_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
