/* SPDX-License-Identifier: MIT */
/* patience: as long as something grows, and longer where the machine is slow. */
#include "tests/unit/input.h"

#include <stdlib.h>

#include "common/lab/patience.h"

/* Two seconds have passed without progress. */
static struct patience after_two_seconds(double seconds)
{
	return (struct patience){
		.step = 10, .seconds = seconds, .last = 100, .since = patience_now() - 2};
}

static void it_ends_without_progress(void **state)
{
	struct patience short_one = after_two_seconds(1),
			long_one = after_two_seconds(60);

	(void)state;
	unsetenv(PATIENCE_ENV);
	assert_false(patience_lasts(&short_one, 109));
	assert_true(patience_lasts(&long_one, 109));
}

static void a_step_is_progress(void **state)
{
	struct patience patience = after_two_seconds(1);

	(void)state;
	unsetenv(PATIENCE_ENV);
	assert_true(patience_lasts(&patience, 110));
}

static void it_lasts_longer_where_the_machine_is_slow(void **state)
{
	struct patience patience = after_two_seconds(1);

	(void)state;
	setenv(PATIENCE_ENV, "600.00", 1);
	assert_true(patience_lasts(&patience, 109));
	setenv(PATIENCE_ENV, "1.50", 1);
	assert_false(patience_lasts(&patience, 109));
	/* Never shorter. */
	patience = after_two_seconds(60);
	setenv(PATIENCE_ENV, "0.01", 1);
	assert_true(patience_lasts(&patience, 109));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_ends_without_progress),
		cmocka_unit_test(a_step_is_progress),
		cmocka_unit_test(it_lasts_longer_where_the_machine_is_slow),
	};

	return cmocka_run_group_tests_name("patience", tests, NULL, NULL);
}
