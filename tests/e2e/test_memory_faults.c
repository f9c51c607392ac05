/* SPDX-License-Identifier: MIT */
/*
 * Machines with less memory than usual: where the kernel refused the area, no score and a
 * sentence that says why; where a pool takes all but what a lab needs, the same score.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "checks.h"

#define SECONDS 120
/* Half of what the labs are made for: node 1 ends where the area was to begin. */
#define SMALL "VM_MEM=2048"

static void check(struct ended *ret, const char *folder)
{
	checks_run(ret, SECONDS,
		SMALL
		" ./check --cold %s --exercise solutions/%s/exercise.c --json $JSON",
		folder, folder);
}

static void a_refused_area_is_named(void **state)
{
	struct ended ended;

	(void)state;
	check(&ended, "12-cma");
	checks_expect_status(&ended, 3);
	checks_expect_score(&ended, -1);
	checks_expect_output(&ended, "did the kernel refuse the arguments of");
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
		cmocka_unit_test(a_refused_area_is_named),
		cmocka_unit_test(a_smaller_node_does_as_well),
	};

	return cmocka_run_group_tests_name("memory faults", tests, NULL, NULL);
}
