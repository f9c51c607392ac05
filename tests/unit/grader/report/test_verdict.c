/* SPDX-License-Identifier: MIT */
/* Reports become verdicts: who earns points, and what breaks a result. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "grader/report/verdict.h"

static struct lab_claim claims[] = {
	{.name = "first", .points = 60, .text = "The first"},
	{.name = "second", .points = 40, .text = "The second"},
};

static const struct lab lab = {.claims = claims, .nr_claims = 2};

/* A datagram: strings with a NUL after each, as in report.h. */
#define REPORT(result, text) result_report(result, text, sizeof(text))

static int set_up(void **state)
{
	return result_new(&lab, (struct result **)state);
}

static int tear_down(void **state)
{
	result_free(*state);
	return 0;
}

static const struct outcome good_end;

static void only_pass_earns_points(void **state)
{
	struct result *result = *state;

	assert_int_equal(REPORT(result, "claim\0first\0PASS\0\0\0two"), 0);
	assert_int_equal(REPORT(result, "claim\0second\0FAIL\0here\0one\0two"), 0);
	assert_int_equal(result_settle(result, &good_end), 0);
	assert_int_equal(result_score(result), 60);
	assert_false(result_broken(result));
	assert_false(result_passed(result));
	assert_string_equal(result->claims[1].where, "here");
	assert_string_equal(result->claims[1].expected, "one");
	assert_string_equal(result->claims[1].observed, "two");
}

static void all_passed_is_a_hundred(void **state)
{
	struct result *result = *state;

	assert_int_equal(REPORT(result, "claim\0first\0PASS\0\0\0"), 0);
	assert_int_equal(REPORT(result, "claim\0second\0PASS\0\0\0"), 0);
	assert_int_equal(result_settle(result, &good_end), 0);
	assert_int_equal(result_score(result), 100);
	assert_true(result_passed(result));
}

static void a_skip_earns_nothing(void **state)
{
	struct result *result = *state;

	assert_int_equal(REPORT(result, "claim\0first\0SKIP\0\0\0one node"), 0);
	assert_int_equal(REPORT(result, "claim\0second\0PASS\0\0\0"), 0);
	assert_int_equal(result_score(result), 40);
	assert_false(result_passed(result));
}

static void rows_become_a_table(void **state)
{
	struct result *result = *state;

	assert_int_equal(REPORT(result, "row\0placement\0seconds,node0"), 0);
	assert_int_equal(REPORT(result, "row\0other\0x"), 0);
	assert_int_equal(REPORT(result, "row\0placement\0"
					"0.100,4096"),
		0);
	assert_int_equal(result->nr_series, 2);
	assert_string_equal(result->series[0].name, "placement");
	assert_string_equal(result->series[0].csv, "seconds,node0\n0.100,4096\n");
	assert_string_equal(result->series[1].csv, "x\n");
	assert_false(result->trouble);
}

static void a_claim_nobody_judged_is_broken(void **state)
{
	struct result *result = *state;

	assert_int_equal(REPORT(result, "claim\0first\0PASS\0\0\0"), 0);
	assert_int_equal(result_settle(result, &good_end), 0);
	assert_int_equal(result->claims[1].verdict, VERDICT_BROKEN);
	assert_int_equal(result_score(result), -1);
}

static void a_claim_judged_twice_is_broken(void **state)
{
	struct result *result = *state;

	assert_int_equal(REPORT(result, "claim\0first\0FAIL\0\0\0"), 0);
	assert_int_equal(REPORT(result, "claim\0second\0PASS\0\0\0"), 0);
	assert_int_equal(REPORT(result, "claim\0first\0PASS\0\0\0"), -EBADMSG);
	assert_int_equal(result->claims[0].verdict, VERDICT_BROKEN);
	assert_int_equal(result_score(result), -1);
	assert_string_equal(result->trouble, "the checker judged \"first\" twice");
}

static void a_claim_of_no_lab_breaks_the_result(void **state)
{
	struct result *result = *state;

	assert_int_equal(REPORT(result, "claim\0third\0PASS\0\0\0"), -EBADMSG);
	assert_int_equal(REPORT(result, "claim\0first\0PASS\0\0\0"), 0);
	assert_int_equal(REPORT(result, "claim\0second\0PASS\0\0\0"), 0);
	assert_int_equal(result_score(result), -1);
	assert_false(result_passed(result));
}

static void nonsense_breaks_the_result(void **state)
{
	static const struct {
		const char *data;
		size_t size;
	} nonsense[] = {
		{"", 0},
		{"claim", 5}, /* no NUL at its end */
		{"claim\0first", 12},
		{"claim\0first\0PASS\0\0\0\0more", 24},
		{"claim\0first\0PANIC\0\0\0", 21}, /* the host's alone */
		{"claim\0first\0pass\0\0\0", 20},
		{"verdict\0first", 14},
		{"size\0pages\0many", 16},
		{"row\0placement", 14},
		{"size\0pages\0-1", 14},
		{"end\0exit\0", 10},
		{"crash\0"
		 "1\0"
		 "11",
			11},
		{"crash\0"
		 "1\0"
		 "11\0zz",
			14},
	};

	for (size_t i = 0; i < sizeof(nonsense) / sizeof(*nonsense); i++) {
		struct result *result;

		assert_int_equal(result_new(&lab, &result), 0);
		if (result_report(result, nonsense[i].data, nonsense[i].size) !=
				-EBADMSG ||
			!result->trouble)
			fail_msg("nonsense %zu was taken", i);
		result_free(result);
	}
	(void)state;
}

static void a_panic_keeps_what_was_proven(void **state)
{
	const struct outcome outcome = {
		.err = -ENOTCONN, .panicked = true, .last_words = "Kernel panic"};
	struct result *result = *state;

	assert_int_equal(REPORT(result, "claim\0first\0PASS\0\0\0"), 0);
	assert_int_equal(result_settle(result, &outcome), 0);
	assert_int_equal(result->claims[1].verdict, VERDICT_PANIC);
	assert_string_equal(result->panic, "Kernel panic");
	assert_int_equal(result_score(result), 60);
}

static void running_out_of_time_keeps_what_was_proven(void **state)
{
	const struct outcome outcome = {.err = -ETIMEDOUT};
	struct result *result = *state;

	assert_int_equal(REPORT(result, "claim\0first\0PASS\0\0\0"), 0);
	assert_int_equal(result_settle(result, &outcome), 0);
	assert_int_equal(result->claims[1].verdict, VERDICT_TIMEOUT);
	assert_int_equal(result_score(result), 60);
}

static void a_machine_that_is_gone_gives_no_score(void **state)
{
	const struct outcome outcome = {.err = -ENOTCONN};
	struct result *result = *state;

	assert_int_equal(REPORT(result, "claim\0first\0PASS\0\0\0"), 0);
	assert_int_equal(REPORT(result, "claim\0second\0PASS\0\0\0"), 0);
	assert_int_equal(result_settle(result, &outcome), 0);
	assert_int_equal(result_score(result), -1);
	assert_non_null(strstr(result->trouble, "machine"));
}

static void a_checker_that_failed_gives_no_score(void **state)
{
	static const int statuses[] = {3 << 8, 11 /* a signal */};

	for (size_t i = 0; i < 2; i++) {
		const struct outcome outcome = {.status = statuses[i]};
		struct result *result;

		assert_int_equal(result_new(&lab, &result), 0);
		assert_int_equal(REPORT(result, "claim\0first\0PASS\0\0\0"), 0);
		assert_int_equal(REPORT(result, "claim\0second\0PASS\0\0\0"), 0);
		assert_int_equal(result_settle(result, &outcome), 0);
		assert_int_equal(result_score(result), -1);
		result_free(result);
	}
	(void)state;
}

/* A module can kill the checker, but no checker that never ran: that was not fit to start. */
static void only_a_checker_that_ran_was_killed_by_a_module(void **state)
{
	static const struct lab module_lab = {
		.claims = claims, .nr_claims = 2, .exercise_module = "a_module"};
	const struct outcome outcome = {
		.status = 1 << 8, .said = "check: version GLIBC_9 not found\nmore\n"};
	struct result *result;

	(void)state;
	assert_int_equal(result_new(&module_lab, &result), 0);
	assert_int_equal(result_settle(result, &outcome), 0);
	assert_int_equal(result_score(result), -1);
	assert_string_equal(result->trouble,
		"the checker ended with status 1 before it judged anything: check: "
		"version GLIBC_9 not found");
	result_free(result);
	assert_int_equal(result_new(&module_lab, &result), 0);
	assert_int_equal(REPORT(result, "claim\0first\0PASS\0\0\0"), 0);
	assert_int_equal(result_settle(result, &outcome), 0);
	assert_int_equal(result_score(result), 60);
	result_free(result);
}

static void what_does_not_compile_scores_zero(void **state)
{
	struct result *result = *state;

	assert_int_equal(result_uncompiled(result), 0);
	assert_int_equal(result_score(result), 0);
	assert_int_equal(result->claims[1].verdict, VERDICT_FAIL);
	assert_string_equal(result->claims[1].observed, "the program does not compile");
}

static void what_the_kernel_refuses_scores_zero(void **state)
{
	struct result *result = *state;

	assert_int_equal(result_refused(result, VERDICT_FAIL, "it says no"), 0);
	assert_int_equal(result_score(result), 0);
	assert_int_equal(result->claims[1].verdict, VERDICT_FAIL);
	assert_string_equal(result->claims[1].expected, "the module is loaded");
	assert_string_equal(result->claims[1].observed, "it says no");
}

static void runs_are_told_apart_by_their_ends(void **state)
{
	struct result *result = *state;

	assert_int_equal(REPORT(result, "size\0pages\0"
					"128"),
		0);
	assert_int_equal(REPORT(result, "at\0filled"), 0);
	assert_int_equal(REPORT(result, "at\0merged"), 0);
	assert_int_equal(REPORT(result, "output\0one "), 0);
	assert_int_equal(REPORT(result, "output\0two"), 0);
	assert_int_equal(REPORT(result, "end\0exit\0"
					"0"),
		0);
	assert_int_equal(REPORT(result, "at\0filled"), 0);
	assert_int_equal(REPORT(result, "crash\0"
					"77\0"
					"11\0"
					"dead0000\0"
					"400100\0"
					"400200"),
		0);
	assert_int_equal(REPORT(result, "end\0signal\0"
					"11"),
		0);
	assert_int_equal(result->nr_sizes, 1);
	assert_int_equal(result->sizes[0].value, 128);
	assert_int_equal(result->nr_runs, 2);
	assert_string_equal(result->runs[0].checkpoint, "merged");
	assert_string_equal(result->runs[0].output, "one two");
	assert_false(result->runs[0].crashed);
	assert_ptr_equal(result_bad_run(result), &result->runs[1]);
	assert_string_equal(result->runs[1].checkpoint, "filled");
	assert_true(result->runs[1].crashed);
	assert_int_equal(result->runs[1].crash.signal, 11);
	assert_int_equal(result->runs[1].crash.address, 0xdead0000);
	assert_int_equal(result->runs[1].crash.nr_pcs, 2);
	assert_int_equal(result->runs[1].crash.pcs[1], 0x400200);
}

static void what_a_program_printed_is_made_harmless(void **state)
{
	struct result *result = *state;

	assert_int_equal(REPORT(result, "output\0a\033[2J\xff\xc2\x9b"
					"b\tc\nd"),
		0);
	assert_string_equal(result->runs[0].output,
		"a\xef\xbf\xbd[2J\xef\xbf\xbd\xef\xbf\xbd"
		"b\tc\nd");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(only_pass_earns_points),
		TEST(all_passed_is_a_hundred),
		TEST(a_skip_earns_nothing),
		TEST(rows_become_a_table),
		TEST(a_claim_nobody_judged_is_broken),
		TEST(a_claim_judged_twice_is_broken),
		TEST(a_claim_of_no_lab_breaks_the_result),
		cmocka_unit_test(nonsense_breaks_the_result),
		TEST(a_panic_keeps_what_was_proven),
		TEST(running_out_of_time_keeps_what_was_proven),
		TEST(a_machine_that_is_gone_gives_no_score),
		cmocka_unit_test(a_checker_that_failed_gives_no_score),
		cmocka_unit_test(only_a_checker_that_ran_was_killed_by_a_module),
		TEST(what_does_not_compile_scores_zero),
		TEST(what_the_kernel_refuses_scores_zero),
		TEST(runs_are_told_apart_by_their_ends),
		TEST(what_a_program_printed_is_made_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
