/* SPDX-License-Identifier: MIT */
/* What is guarded ends with its caller, at whatever moment. */
#include "grader/grade/sandbox/guard.h"
#include "tests/unit/scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

static int line[2];

static int set_up(void **state)
{
	(void)state;
	alarm(300); /* else a failure would hang */
	return pipe(line);
}

static int tear_down(void **state)
{
	(void)state;
	alarm(0);
	return close(line[0]);
}

static void say_and_wait(void)
{
	if (write(line[1], "x", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

/* As bwrap does: a process that nobody has asked to end with its parent, in a session of its own. */
static void leave_one_behind(void *arg)
{
	bool *ends = arg;

	if (!fork()) {
		setsid();
		say_and_wait();
	}
	while (!*ends)
		pause();
	_exit(3);
}

/* That one is there: then, when it is gone, nobody can write any more. */
static void expect_begin(void)
{
	char said;

	assert_int_equal(read(line[0], &said, 1), 1);
}

static void expect_end(void)
{
	ssize_t n;
	char said;

	assert_int_equal(close(line[1]), 0);
	do
		n = read(line[0], &said, 1);
	while (n > 0);
	assert_int_equal(n, 0);
}

static void a_killed_caller_leaves_nothing(void **state)
{
	bool ends = false;
	pid_t caller = fork();
	struct guard guard;

	(void)state;
	if (!caller) {
		if (guard_start(leave_one_behind, &ends, &guard))
			_exit(1);
		for (;;)
			pause();
	}
	expect_begin();
	assert_int_equal(kill(caller, SIGKILL), 0);
	assert_int_equal(waitpid(caller, NULL, 0), caller);
	expect_end();
}

static void what_is_ended_at_once_leaves_nothing(void **state)
{
	bool ends = false;
	struct guard guard;
	int status;

	(void)state;
	assert_int_equal(guard_start(leave_one_behind, &ends, &guard), 0);
	expect_begin();
	status = guard_end(&guard, true);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 128 + SIGKILL);
	expect_end();
}

static void what_has_ended_leaves_nothing(void **state)
{
	bool ends = true;
	struct guard guard;
	int status;

	(void)state;
	assert_int_equal(guard_start(leave_one_behind, &ends, &guard), 0);
	status = guard_end(&guard, false);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
	expect_end();
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_killed_caller_leaves_nothing),
		TEST(what_is_ended_at_once_leaves_nothing),
		TEST(what_has_ended_leaves_nothing),
	};

	return cmocka_run_group_tests_name("grade guard", tests, NULL, NULL);
}
