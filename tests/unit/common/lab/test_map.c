/* SPDX-License-Identifier: MIT */
/* Memory that stands alone, and two processes that take turns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/lab/map.h"
#include "common/kernel/page.h"
#include "common/kernel/smaps.h"
#include "common/lab/turns.h"

static void memory_is_fresh_and_alone(void **state)
{
	size_t length_bytes = 16 * page_size_bytes();
	struct smaps smaps;
	char *memory;

	(void)state;
	assert_int_equal(lab_map(length_bytes, &memory), 0);
	assert_int_equal((uintptr_t)memory % page_size_bytes(), 0);
	assert_int_equal(smaps_read(0, (uintptr_t)memory, &smaps), 0);
	assert_int_equal(smaps.start, memory);
	assert_int_equal(smaps.size_bytes, length_bytes);
	assert_int_equal(smaps.rss_bytes, 0);
	memory[0] = memory[length_bytes - 1] = 1;
	assert_int_equal(lab_unmap(memory, length_bytes), 0);
	assert_int_equal(smaps_read(0, (uintptr_t)memory, &smaps), -ENODATA);
}

/* A child that touches the byte must die of it. */
static void expect_guard(volatile char *byte)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		signal(SIGSEGV, SIG_DFL);
		*byte = 1;
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

static void its_neighbours_are_guarded(void **state)
{
	size_t length_bytes = 2 * page_size_bytes();
	char *memory;

	(void)state;
	assert_int_equal(lab_map(length_bytes, &memory), 0);
	expect_guard(memory - 1);
	expect_guard(memory + length_bytes);
	lab_unmap(memory, length_bytes);
}

static void odd_lengths_are_refused(void **state)
{
	char *memory = (char *)1;

	(void)state;
	assert_int_equal(lab_map(0, &memory), -EINVAL);
	assert_int_equal(lab_map(page_size_bytes() + 1, &memory), -EINVAL);
	assert_int_equal(lab_map((size_t)1 << 60, &memory), -ENOMEM);
	assert_ptr_equal(memory, (char *)1);
}

static void turns_alternate(void **state)
{
	int ends[2], status;
	pid_t pid;

	(void)state;
	assert_int_equal(turns_make(ends), 0);
	pid = fork();
	turns_choose(ends, pid == 0);
	if (!pid) {
		for (int i = 0; i < 3; i++) {
			if (turn_await(ends[1]) || turn_pass(ends[1]))
				_exit(1);
		}
		_exit(0);
	}
	for (int i = 0; i < 3; i++) {
		assert_int_equal(turn_pass(ends[0]), 0);
		assert_int_equal(turn_await(ends[0]), 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	close(ends[0]);
}

static void the_others_end_is_noticed(void **state)
{
	int ends[2];
	pid_t pid;

	(void)state;
	assert_int_equal(turns_make(ends), 0);
	pid = fork();
	turns_choose(ends, pid == 0);
	if (!pid)
		_exit(0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(turn_await(ends[0]), -EPIPE);
	assert_int_equal(turn_pass(ends[0]), -EPIPE);
	close(ends[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_fresh_and_alone),
		cmocka_unit_test(its_neighbours_are_guarded),
		cmocka_unit_test(odd_lengths_are_refused),
		cmocka_unit_test(turns_alternate),
		cmocka_unit_test(the_others_end_is_noticed),
	};

	return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
