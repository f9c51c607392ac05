/* SPDX-License-Identifier: MIT */
/* crew: threads that are made, spin, rest and end. */
#include "tests/unit/input.h"

#include "common/lab/crew.h"

static const char *const names[] = {"a", "b", "c"};

static void a_crew_spins_after_go(void **state)
{
	static struct crew crew;

	(void)state;
	assert_int_equal(crew_make(&crew, 3, names, 5), 0);
	for (int i = 0; i < 3; i++) {
		assert_true(crew.of[i].tid > 0);
		assert_string_equal(crew.of[i].name, names[i]);
	}
	crew_settle(&crew);
	for (int i = 0; i < 3; i++)
		assert_int_equal(crew.of[i].cpu, -1);
	crew_go(&crew);
	crew_rest(&crew);
	for (int i = 0; i < 3; i++)
		assert_true(crew.of[i].cpu >= 0);
	crew_end(&crew);
}

static void one_without_limit_spins_until_it_may_rest(void **state)
{
	static struct crew crew;

	(void)state;
	assert_int_equal(crew_make(&crew, 1, names, 0), 0);
	crew_go(&crew);
	assert_true(crew.of[0].cpu >= 0);
	crew_rest(&crew);
	crew_end(&crew);
}

static void steps_may_be_left_out(void **state)
{
	static struct crew crew;

	(void)state;
	assert_int_equal(crew_make(&crew, 2, names, 0), 0);
	crew_end(&crew);
	assert_int_equal(crew_make(&crew, 0, names, 0), -EINVAL);
	assert_int_equal(crew_make(&crew, CREW_MAX + 1, names, 0), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_crew_spins_after_go),
		cmocka_unit_test(one_without_limit_spins_until_it_may_rest),
		cmocka_unit_test(steps_may_be_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
