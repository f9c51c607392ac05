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
#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checks.h"

#define CHECK "./check --native lab06 --exercise solutions/06-numa-balancing/exercise.c"
#define CPU_7 "/sys/devices/system/cpu/cpu7"

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

/* A reason may stand behind others, and go over several lines. */
static void expect_reason(const struct ended *ended, const char *words)
{
	char *text = strdup(ended->output), *to = text;

	for (const char *from = text; *from; from++)
		if (!isspace(*from) || (to > text && to[-1] != ' '))
			*to++ = isspace(*from) ? ' ' : *from;
	*to = '\0';
	if (!strstr(text, words))
		fail_msg("“%s” is missing in what it said:\n%s", words, ended->output);
	free(text);
}

static void one_node_skips_and_passes_nothing(void **state)
{
	struct ended ended;

	(void)state;
	if (has_two_nodes()) {
		print_message("skipped: this host has two nodes\n");
		skip();
	}
	checks_run(&ended, CHECK " --json $JSON");
	expect_all_skipped(&ended);
	checks_expect_output(&ended, "No score: nothing was judged");
	expect_reason(&ended, "Nodes 0 to 1 with CPUs and memory are needed");
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
	checks_run(&ended, CHECK " --tap");
	checks_expect_status(&ended, 1);
	checks_expect_output(&ended,
		geteuid()
			? "1..0 # SKIP Looking at PFNs and changing settings takes root: "
			  "sudo ./check --native. Nodes 0 to 1"
			: "1..0 # SKIP Nodes 0 to 1");
	assert_null(strstr(ended.output, "\nok "));
	checks_free(&ended);
}

static void an_ordinary_user_is_sent_to_sudo(void **state)
{
	const char *as =
		geteuid() ? "" : "setpriv --reuid 65534 --regid 65534 --clear-groups ";
	struct ended ended;

	(void)state;
	checks_run(&ended,
		"make -s host-programs && PAGELAB_ROOT=$PWD %sbuild/host/check --native "
		"lab06 "
		"--json $JSON",
		as);
	expect_all_skipped(&ended);
	checks_expect_output(&ended, "takes root: sudo");
	checks_free(&ended);
}

static void too_few_cpus_skip_and_are_counted(void **state)
{
	struct ended ended;

	(void)state;
	if (!access(CPU_7, F_OK)) {
		print_message("skipped: this host has eight CPUs\n");
		skip();
	}
	checks_run(&ended, "./check --native lab08 --json $JSON");
	expect_all_skipped(&ended);
	expect_reason(&ended, "CPUs 0 to 7 are needed");
	/* Measuring has needs of its own. */
	checks_expect_output(&ended, "On this hardware:");
	checks_expect_output(
		&ended, has_two_nodes() ? "median"
					: "Skipped: local against remote memory takes");
	checks_free(&ended);
}

/* As ./check --native starts it, but with sizes that take no time. */
static void additions_are_measured_on_any_host(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "make -s build-native-part LAB=07-affinity && "
			   "build/native/labs/07-affinity/native 100000 3");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "100000 additions, median (least to most):");
	checks_expect_output(&ended, "not bound");
	checks_expect_output(&ended, "3 runs)");
	checks_expect_output(&ended, "bound to ");
	assert_null(strstr(ended.output, "emulation"));
	checks_free(&ended);
}

/* The virtual machine has the two nodes that this host may lack. */
static void in_the_machine_times_say_nothing(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "./run lab08 --exercise labs/08-mempolicy/native.c 100 3");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "100 x 100 words, column by column, from node 0; "
				     "local: node 0, remote: node 1");
	checks_expect_output(&ended, "emulation shows no latency");
	checks_expect_output(&ended, "remote");
	checks_free(&ended);
}

/* There the memory can be seen to follow, too: no times are in that. */
/* All but a tenth, from the node where the program says that it wrote; some before it looks first. */
static void in_the_machine_memory_follows_its_writer(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended,
		"./run lab06 --exercise labs/06-numa-balancing/native.c 2 8 | awk \""
		"{ print } NR == 1 { home = \\$6 + 2 } "
		"END { exit !(\\$2 + \\$3 > 1.98 && \\$home <= 0.2) }\"");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "2 MiB written on node");
	checks_free(&ended);
}

static void expect_as_before(const char *phase, const char *signal, const char *status)
{
	struct ended ended;

	checks_run(&ended, "tests/e2e/native-ends %s %s", phase, signal);
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, status);
	checks_expect_output(&ended, "all as before");
	assert_null(strstr(ended.output, "as always"));
	checks_free(&ended);
}

static void settings_come_back_when_it_is_ended(void **state)
{
	(void)state;
	if (geteuid()) {
		print_message("skipped: changing settings needs root\n");
		skip();
	}
	expect_as_before("judging", "INT", "status 130");
	expect_as_before("judging", "KILL", "status 137");
}

static void measuring_ends_with_it(void **state)
{
	(void)state;
	expect_as_before("measuring", "INT", "status 130");
	expect_as_before("measuring", "KILL", "status 137");
}

static void an_unknown_lab_is_wrong_usage(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "./check --native lab77");
	checks_expect_status(&ended, 2);
	checks_free(&ended);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_node_skips_and_passes_nothing),
		cmocka_unit_test(tap_skips_the_plan),
		cmocka_unit_test(an_ordinary_user_is_sent_to_sudo),
		cmocka_unit_test(too_few_cpus_skip_and_are_counted),
		cmocka_unit_test(additions_are_measured_on_any_host),
		cmocka_unit_test(in_the_machine_times_say_nothing),
		cmocka_unit_test(in_the_machine_memory_follows_its_writer),
		cmocka_unit_test(settings_come_back_when_it_is_ended),
		cmocka_unit_test(measuring_ends_with_it),
		cmocka_unit_test(an_unknown_lab_is_wrong_usage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
