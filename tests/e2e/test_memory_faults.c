/* SPDX-License-Identifier: MIT */
/*
 * Machines whose memory is not what a lab needs: an area that the kernel refused, a node that
 * is too small for the pool. No score, and a sentence that says why.
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

static void expect_broken(const char *lab, const char *folder, const char *words)
{
	struct ended ended;

	checks_run(&ended, SECONDS,
		SMALL
		" ./check --cold %s --exercise solutions/%s/exercise.c --json $JSON",
		lab, folder);
	checks_expect_status(&ended, 3);
	checks_expect_score(&ended, -1);
	checks_expect_output(&ended, words);
	checks_free(&ended);
}

static void a_refused_area_is_named(void **state)
{
	(void)state;
	expect_broken("lab12", "12-cma", "did the kernel refuse the arguments of");
}

static void a_node_without_room_is_named(void **state)
{
	(void)state;
	expect_broken("lab11", "11-compaction", "pages free, not about");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refused_area_is_named),
		cmocka_unit_test(a_node_without_room_is_named),
	};

	return cmocka_run_group_tests_name("memory faults", tests, NULL, NULL);
}
