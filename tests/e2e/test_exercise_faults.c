/* SPDX-License-Identifier: MIT */
/*
 * Exercises that do not compile, crash, hang, or attack what is around them
 * (tests/attacks): what is said, what still counts, and that the check itself lives.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "faults.h"

#define FIRST "every_page_has_a_frame_and_holds_the_value"
#define SECOND "fork_shares_every_frame"
#define THIRD "the_first_writer_gets_the_copy"
#define FOURTH "the_last_owner_keeps_its_frames"
#define LAST "report_agrees"

static struct scratch scratch;

/* What runs out of time need not take the lab's 6 s, twice, for it. */
static int set_up(void **state)
{
	(void)state;
	scratch_make(&scratch);
	scratch_fill_cache(&scratch);
	shell("sed -i \"s/\\\"seconds\\\": 6/\\\"seconds\\\": 2/\" "
	      "%s/labs/02-fork-cow/lab.json && "
	      "grep -q \"seconds.: 2\" %s/labs/02-fork-cow/lab.json",
		scratch.root, scratch.root);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scratch_free(&scratch);
	return 0;
}

/* Judges it, and finds nothing left. */
static void attack(struct ended *ret, const char *name, const char *options)
{
	char *files = scratch_files(&scratch), arguments[300];

	scratch_attack(&scratch, name, "02-fork-cow");
	snprintf(arguments, sizeof(arguments), "lab02 --exercise %s/%s.c %s",
		scratch.variants, name, options);
	scratch_check(&scratch, ret, "", arguments);
	scratch_expect_as_before(&scratch, files);
	free(files);
}

static void expect_verdicts(const struct ended *ended, int nr_passed, const char *rest)
{
	json_t *claim;
	size_t i;

	json_array_foreach(json_object_get(ended->result, "claims"), i, claim)
	{
		const char *verdict =
			json_string_value(json_object_get(claim, "verdict"));

		if (strcmp(verdict, (int)i < nr_passed ? "PASS" : rest))
			fail_msg("claim %zu is %s; it said:\n%s", i + 1, verdict,
				ended->output);
	}
	assert_int_equal(i, 6);
}

static void expect_judged(
	const struct ended *ended, int score, int nr_passed, const char *rest)
{
	checks_expect_status(ended, score == 100 ? 0 : 1);
	checks_expect_score(ended, score);
	expect_verdicts(ended, nr_passed, rest);
}

/* The line of the attack's source that is marked as the place of the crash. */
static void expect_marked_line(const struct ended *ended, const char *name)
{
	char command[300], place[100];
	int line = 0;
	FILE *out;

	snprintf(command, sizeof(command), "grep -n \"crash is here\" %s/%s.c",
		scratch.variants, name);
	out = popen(command, "re");
	assert_non_null(out);
	assert_int_equal(fscanf(out, "%d", &line), 1);
	pclose(out);
	snprintf(place, sizeof(place), "%s.c:%d, in ", name, line);
	checks_expect_output(ended, place);
}

static void unknown_lab_names_the_labs(void **state)
{
	struct ended ended;

	(void)state;
	scratch_check(&scratch, &ended, "", "lab99");
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "lab99");
	checks_expect_output(&ended, "fork-cow");
	checks_expect_output(&ended, "ksm");
	checks_free(&ended);
}

static void unknown_exercise_and_option_are_usage_errors(void **state)
{
	struct ended ended;

	(void)state;
	scratch_check(&scratch, &ended, "", "lab02 --exercise /nonexistent.c");
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "/nonexistent.c");
	checks_free(&ended);
	scratch_check(&scratch, &ended, "", "lab02 --seed many");
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "many");
	checks_free(&ended);
}

static void compiler_is_quoted_with_the_task(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "does-not-compile", "");
	expect_judged(&ended, 0, 0, "FAIL");
	checks_expect_output(&ended, "in task 2, “Make a child”");
	checks_expect_output(&ended, "‘frok’");
	checks_expect_output(&ended, "in task 4, “Count the new frames”");
	checks_expect_output(&ended, "Score 0 of 100");
	checks_free(&ended);
}

static void expect_uncompiled(const char *what, const char *words)
{
	struct ended ended;

	shell("mkdir -p %s && source=%s/odd.c; rm -f $source; %s", scratch.variants,
		scratch.variants, what);
	scratch_check(&scratch, &ended, "", "lab02 --exercise ../variants/odd.c");
	checks_expect_status(&ended, 1);
	checks_expect_output(&ended, words);
	checks_free(&ended);
}

static void compilers_without_an_end_are_stopped(void **state)
{
	(void)state;
	expect_uncompiled(
		"echo '#include \"/dev/zero\"' >$source", "the compiler was stopped");
	expect_uncompiled(
		"printf 'char a[50000000] = {1};\\nint main(void) { return *a; }\\n' "
		">$source",
		"the compiler was stopped");
}

/* Nobody writes to it, and nobody waits for that. */
static void sources_that_are_empty_are_said_to_be(void **state)
{
	(void)state;
	expect_uncompiled(": >$source", "the file is empty");
	expect_uncompiled("mkfifo $source", "the file is empty");
}

static void crash_names_signal_address_and_line(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "crashes", "");
	expect_judged(&ended, 50, 3, "FAIL");
	checks_expect_output(&ended, "SIGSEGV at address 0x1230");
	checks_expect_output(&ended, "after checkpoint\n“child-wrote”");
	expect_marked_line(&ended, "crashes");
	checks_expect_output(&ended, "task 3, “Count the faults of a write”");
	checks_free(&ended);
}

static void crash_of_a_child_is_named(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "crashes-in-child", "");
	expect_judged(&ended, 30, 2, "FAIL");
	checks_expect_output(&ended, "A child of your program was ended by SIGABRT, ");
	expect_marked_line(&ended, "crashes-in-child");
	checks_free(&ended);
}

static void no_checkpoint_is_no_evidence(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "no-checkpoint", "");
	expect_judged(&ended, 0, 0, "FAIL");
	checks_expect_output(&ended, "never reached checkpoint “filled”");
	checks_expect_output(&ended, "before any checkpoint");
	checks_free(&ended);
}

static void loop_times_out_and_proven_claims_count(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "loops", "");
	expect_judged(&ended, 50, 3, "TIMEOUT");
	checks_expect_output(&ended, "Your program ran out of time");
	checks_free(&ended);
}

static void fork_bomb_is_bounded(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "forks", "");
	expect_judged(&ended, 0, 0, "TIMEOUT");
	checks_free(&ended);
}

static void flood_of_output_is_bounded(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "floods", "");
	expect_judged(&ended, 0, 0, "FAIL");
	checks_expect_output(&ended, "Your program printed more than its 256 KiB");
	assert_true(strlen(ended.output) < 16384);
	checks_free(&ended);
}

static void memory_is_bounded(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "eats-memory", "");
	expect_judged(&ended, 0, 0, "FAIL");
	checks_expect_output(&ended, "used more than its 64 MiB");
	checks_free(&ended);
}

/* The checker is found anew; only what was printed is lost. */
static void closed_descriptors_cost_the_output_only(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "closes-descriptors", "");
	expect_judged(&ended, 85, 5, "FAIL");
	checks_expect_output(&ended, "the output has no line like");
	checks_free(&ended);
}

static void closed_connection_keeps_what_was_proven(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "closes-while-talking", "");
	checks_expect_status(&ended, 1);
	assert_string_equal(checks_verdict(ended.result, FIRST), "PASS");
	assert_string_equal(checks_verdict(ended.result, LAST), "FAIL");
	checks_free(&ended);
}

static void region_that_moves_keeps_what_was_proven(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "moves-region", "");
	expect_judged(&ended, 10, 1, "FAIL");
	checks_expect_output(&ended, "regions that are missing, of another length");
	checks_free(&ended);
}

/* Nothing but the program itself can be reached: it goes on and does all that it has
 * to do, and so does its judge. */
static void killer_reaches_nobody(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "kills", "");
	expect_judged(&ended, 100, 6, "");
	checks_free(&ended);
}

static void hidden_child_is_swept_away(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "leaves-children", "");
	expect_judged(&ended, 100, 6, "");
	checks_free(&ended);
}

static void flood_of_connections_is_bounded(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "floods-checker", "");
	expect_judged(&ended, 0, 0, "FAIL");
	checks_free(&ended);
}

/* Its first lines at the line's begin, that is, not in a quotation. */
static int count_lines(const char *text, const char *begin)
{
	int nr = 0;

	for (; text; text = strchr(text, '\n'), text = text ? text + 1 : NULL)
		nr += !strncmp(text, begin, strlen(begin));
	return nr;
}

static void forged_verdicts_earn_nothing(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "forges-verdicts", "-v");
	expect_judged(&ended, 0, 0, "FAIL");
	assert_int_equal(count_lines(ended.output, "Score "), 1);
	assert_int_equal(count_lines(ended.output, "Score 0 of 100"), 1);
	assert_int_equal(count_lines(ended.output, "  PASS"), 0);
	checks_free(&ended);
}

static void forged_verdicts_do_not_reach_tap(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "forges-verdicts", "--tap");
	expect_judged(&ended, 0, 0, "FAIL");
	assert_int_equal(count_lines(ended.output, "ok "), 0);
	assert_int_equal(count_lines(ended.output, "not ok "), 6);
	assert_int_equal(count_lines(ended.output, "1.."), 1);
	checks_free(&ended);
}

/* Lab 02 with other grants. */
static void grant(const char *names)
{
	shell("sed -i 's/\"grants\": .*/\"grants\": [%s],/' %s/labs/02-fork-cow/lab.json",
		names, scratch.root);
}

static void groups_that_are_left_break_nothing(void **state)
{
	struct ended ended;

	(void)state;
	grant("\"pagemap\", \"cgroup\"");
	attack(&ended, "leaves-groups", "-v");
	grant("\"pagemap\"");
	expect_judged(&ended, 100, 6, "PASS");
	checks_expect_output(&ended, "a small group was ended by signal 9");
	checks_expect_output(&ended, "tried 6");
	assert_null(strstr(ended.output, "GOT THROUGH"));
	checks_free(&ended);
}

static void unknown_grant_names_the_grants(void **state)
{
	struct ended ended;

	(void)state;
	grant("\"pagmap\"");
	attack(&ended, "loops", "");
	grant("\"pagemap\"");
	checks_expect_status(&ended, 3);
	checks_expect_output(&ended, "lab.json: there is no grant “pagmap”;");
	checks_free(&ended);
}

/* An argument is a pattern: only tests of that name. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unknown_lab_names_the_labs),
		cmocka_unit_test(unknown_exercise_and_option_are_usage_errors),
		cmocka_unit_test(compiler_is_quoted_with_the_task),
		cmocka_unit_test(compilers_without_an_end_are_stopped),
		cmocka_unit_test(sources_that_are_empty_are_said_to_be),
		cmocka_unit_test(crash_names_signal_address_and_line),
		cmocka_unit_test(crash_of_a_child_is_named),
		cmocka_unit_test(no_checkpoint_is_no_evidence),
		cmocka_unit_test(loop_times_out_and_proven_claims_count),
		cmocka_unit_test(fork_bomb_is_bounded),
		cmocka_unit_test(flood_of_output_is_bounded),
		cmocka_unit_test(memory_is_bounded),
		cmocka_unit_test(closed_descriptors_cost_the_output_only),
		cmocka_unit_test(closed_connection_keeps_what_was_proven),
		cmocka_unit_test(region_that_moves_keeps_what_was_proven),
		cmocka_unit_test(killer_reaches_nobody),
		cmocka_unit_test(hidden_child_is_swept_away),
		cmocka_unit_test(flood_of_connections_is_bounded),
		cmocka_unit_test(forged_verdicts_earn_nothing),
		cmocka_unit_test(forged_verdicts_do_not_reach_tap),
		cmocka_unit_test(groups_that_are_left_break_nothing),
		cmocka_unit_test(unknown_grant_names_the_grants),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("exercises", tests, set_up, tear_down);
}
