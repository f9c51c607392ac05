/* SPDX-License-Identifier: MIT */
/* task_sched: sched files that 6.1 and 6.12 wrote, spoilt ones, and this machine's. */
#include "tests/unit/input.h"

#include "common/kernel/task_sched.h"

#define NUMBERS                                     \
	{                                           \
		{.key = "se.nr_migrations"},        \
		{                                   \
			.key = "numa_preferred_nid" \
		}                                   \
	}

static int parse(FILE *file, void *ret)
{
	struct task_number numbers[] = NUMBERS;
	int error = task_sched_parse(file, numbers, 2);

	if (!error)
		memcpy(ret, numbers, sizeof(numbers));
	return error;
}

static const struct parser parser = {parse, 2 * sizeof(struct task_number)};

static void both_kernels_numbers_are_read(void **state)
{
	static const char *const names[] = {"6.1/sched-numa", "6.12/sched-numa"};

	(void)state;
	for (int i = 0; i < 2; i++) {
		FILE *file = fixture_open(names[i]);
		struct task_number numbers[] = NUMBERS;

		assert_int_equal(task_sched_parse(file, numbers, 2), 0);
		fclose(file);
		assert_true(numbers[0].found && numbers[0].value >= 0);
		assert_true(numbers[1].found);
		assert_int_equal(numbers[1].value, i ? -1 : 0);
	}
}

static void some_may_be_missing_but_not_all(void **state)
{
	FILE *file = input_text("se.nr_migrations_cold : 1\nnuma_preferred_nid : -7\n");
	struct task_number numbers[] = NUMBERS;

	(void)state;
	assert_int_equal(task_sched_parse(file, numbers, 2), 0);
	fclose(file);
	assert_false(numbers[0].found);
	assert_int_equal(numbers[1].value, -7);
	assert_parses(&parser, "", -ENODATA);
	assert_parses(&parser, "name (1, #threads: 1)\n-----\n", -ENODATA);
}

static void malformed_lines_are_refused(void **state)
{
	(void)state;
	assert_parses(&parser, "se.nr_migrations : 5\n", 0);
	assert_parses(&parser, "se.nr_migrations : 5", -EBADMSG);
	assert_parses(&parser, "se.nr_migrations : --5\n", -EBADMSG);
	assert_parses(&parser, "se.nr_migrations : 5\nse.nr_migrations : 5\n", -EBADMSG);
	assert_parses(&parser, "se.nr_migrations : 9223372036854775807\n", 0);
	assert_parses(&parser, "se.nr_migrations : 9223372036854775808\n", -ERANGE);
}

static void threads_are_asked_by_number(void **state)
{
	struct task_number numbers[] = NUMBERS;
	int error = task_sched_read(0, 0, numbers, 2);

	(void)state;
	/* A kernel without CONFIG_SCHED_DEBUG has no such file. */
	assert_true(error == 0 || error == -ENODATA);
	assert_int_equal(task_sched_read(getpid(), getpid(), numbers, 2), error);
	assert_int_equal(task_sched_read(0, -1, numbers, 2), -EINVAL);
	assert_int_equal(task_sched_read(-1, 1, numbers, 2), -EINVAL);
	assert_int_equal(task_sched_read(0, INT32_MAX, numbers, 2), -ENODATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_kernels_numbers_are_read),
		cmocka_unit_test(some_may_be_missing_but_not_all),
		cmocka_unit_test(malformed_lines_are_refused),
		cmocka_unit_test(threads_are_asked_by_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
