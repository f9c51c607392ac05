/* SPDX-License-Identifier: MIT */
/* thread: our own threads, and what 6.1 and 6.12 wrote of a thread that was moved. */
#include "tests/unit/input.h"

#include <pthread.h>

#include "common/kernel/thread.h"

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
	pid_t found = 0, oldest = 0;
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
	assert_int_equal(thread_find_oldest(0, "two", &oldest), 0);
	pthread_barrier_wait(&barrier);
	for (int i = 0; i < 3; i++) {
		pthread_join(threads[i], &tid);
		if (i == 0)
			assert_int_equal(found, (intptr_t)tid);
		if (i == 1)
			assert_int_equal(oldest, (intptr_t)tid);
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

static int parse_cpu(FILE *file, void *ret)
{
	return thread_parse_cpu(file, ret);
}

static const struct parser cpus = {parse_cpu, sizeof(unsigned)};

/* Field 39 of a line with that name, which is field 2. */
static void expect_cpu(const char *name, const char *field, int expected)
{
	char text[512];
	int length = snprintf(text, sizeof(text), "7 (%s) S", name);

	for (int i = 4; i <= 38; i++)
		length += snprintf(text + length, sizeof(text) - length, " %d", 100 + i);
	snprintf(text + length, sizeof(text) - length, " %s 0 0 0\n", field);
	assert_parses(&cpus, text, expected);
}

static void the_cpu_is_field_39(void **state)
{
	FILE *file = input_text(
		"7 (a) b (c) S 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 "
		"21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40\n");
	unsigned cpu;

	(void)state;
	assert_int_equal(thread_parse_cpu(file, &cpu), 0);
	assert_int_equal(cpu, 39);
	fclose(file);
	expect_cpu("name", "3", 0);
	expect_cpu("a) S 1 2 3", "3", 0);
	expect_cpu("name", "x", -EBADMSG);
	expect_cpu("name", "3x", -EBADMSG);
	expect_cpu("name", "4294967296", -ERANGE);
	assert_parses(&cpus, "7 (name) S 1 2 3\n", -EBADMSG);
	assert_parses(&cpus, "no brackets\n", -EBADMSG);
	assert_parses(&cpus, "", -ENODATA);
}

static void our_own_thread_is_seen_whole(void **state)
{
	struct thread_look look;
	char name[17] = "";
	FILE *comm = fopen("/proc/self/comm", "re");

	(void)state;
	assert_non_null(comm);
	assert_int_equal(fscanf(comm, "%16s", name), 1);
	fclose(comm);
	assert_int_equal(thread_cpu(0, &look.cpu), 0);
	if (thread_look(0, name, &look) == -ENODATA)
		skip(); /* a kernel without /proc/PID/sched */
	assert_int_equal(thread_look(0, name, &look), 0);
	assert_true(CPU_ISSET(look.cpu, &look.cpus));
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
		cmocka_unit_test(the_cpu_is_field_39),
		cmocka_unit_test(our_own_thread_is_seen_whole),
		cmocka_unit_test(a_file_that_was_cut_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
