/* SPDX-License-Identifier: MIT */
/*
 * Machines with less memory than usual: where the experiment does not fit, no score and a
 * sentence that says why; where a pool takes all but what a lab needs, the same score.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "checks.h"

/* Half of what the labs are made for. */
#define SMALL "VM_MEM=2048"

static void check(struct ended *ret, const char *folder)
{
	checks_run(ret,
		SMALL
		" ./check --cold %s --exercise solutions/%s/exercise.c --json $JSON",
		folder, folder);
}

static void a_lab_that_does_not_fit_says_so(void **state)
{
	struct ended ended;

	(void)state;
	check(&ended, "12-cma");
	checks_expect_status(&ended, 1);
	checks_expect_score(&ended, -1);
	checks_expect_output(&ended, "The experiment fits nodes of 2048 MiB");
	checks_expect_output(&ended, "Next: unset VM_MEM");
	checks_free(&ended);
}

static void a_smaller_node_does_as_well(void **state)
{
	struct ended ended;

	(void)state;
	check(&ended, "11-compaction");
	checks_expect_status(&ended, 0);
	checks_expect_score(&ended, 100);
	checks_free(&ended);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lab_that_does_not_fit_says_so),
		cmocka_unit_test(a_smaller_node_does_as_well),
	};

	return cmocka_run_group_tests_name("memory faults", tests, NULL, NULL);
}
