/* SPDX-License-Identifier: MIT */
/*
 * ./check --native on this host. What a host with two nodes would show is in the machine's
 * tests; a host with one shows that nothing is passed there, and nothing changed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checks.h"

#define CHECK "./check --native lab06 --exercise solutions/06-numa-balancing/exercise.c"

static bool has_two_nodes(void)
{
	return !access("/sys/devices/system/node/node1", F_OK);
}

static void expect_all_skipped(const struct ended *ended)
{
	json_t *claims = json_object_get(ended->result, "claims"), *claim;
	size_t i;

	checks_expect_status(ended, 1);
	assert_true(json_is_null(json_object_get(ended->result, "score")));
	assert_int_not_equal(json_array_size(claims), 0);
	json_array_foreach(claims, i, claim)
	{
		assert_string_equal(
			json_string_value(json_object_get(claim, "verdict")), "SKIP");
		assert_true(*json_string_value(json_object_get(claim, "observed")));
	}
}

static void one_node_skips_and_passes_nothing(void **state)
{
	struct ended ended;

	(void)state;
	if (has_two_nodes()) {
		print_message("skipped: this host has two nodes\n");
		skip();
	}
	checks_run(&ended, 60, CHECK " --json $JSON");
	expect_all_skipped(&ended);
	checks_expect_output(&ended, "No score: nothing was judged");
	checks_expect_output(&ended, "Nodes 0 to 1 with CPUs and memory are needed");
	checks_expect_output(&ended, "judges it in the virtual machine");
	checks_free(&ended);
}

static void tap_skips_the_plan(void **state)
{
	struct ended ended;

	(void)state;
	if (has_two_nodes()) {
		print_message("skipped: this host has two nodes\n");
		skip();
	}
	checks_run(&ended, 60, CHECK " --tap");
	checks_expect_status(&ended, 1);
	checks_expect_output(&ended, "1..0 # SKIP Nodes 0 to 1");
	assert_null(strstr(ended.output, "\nok "));
	checks_free(&ended);
}

static void an_ordinary_user_is_sent_to_sudo(void **state)
{
	const char *as =
		geteuid() ? "" : "setpriv --reuid 65534 --regid 65534 --clear-groups ";
	struct ended ended;

	(void)state;
	checks_run(&ended, 60,
		"make -s host-programs && PAGELAB_ROOT=$PWD %sbuild/host/check --native "
		"lab06 "
		"--json $JSON",
		as);
	expect_all_skipped(&ended);
	checks_expect_output(&ended, "takes root: sudo");
	checks_free(&ended);
}

static void an_unknown_lab_is_wrong_usage(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, 60, "./check --native lab77");
	checks_expect_status(&ended, 2);
	checks_free(&ended);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_node_skips_and_passes_nothing),
		cmocka_unit_test(tap_skips_the_plan),
		cmocka_unit_test(an_ordinary_user_is_sent_to_sudo),
		cmocka_unit_test(an_unknown_lab_is_wrong_usage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
