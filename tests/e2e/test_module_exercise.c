/* SPDX-License-Identifier: MIT */
/*
 * Exercises that are kernel modules and go wrong (tests/attacks/modules): what is said, what
 * still counts, and whose fault it is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

#define LAB "13-pin-module"
#define VARIANTS "build/variants/" LAB "-attacks"
#define NR_CLAIMS 7

/* Judges the attack over the lab's solution. */
static void attack(struct ended *ret, const char *name)
{
	checks_run(ret,
		"mkdir -p " VARIANTS " && awk -f mk/overlay.awk "
		"tests/attacks/modules/%s.c solutions/" LAB "/exercise.c >" VARIANTS
		"/%s.c && ./check lab13 --exercise " VARIANTS "/%s.c --json $JSON",
		name, name, name);
}

/* The first claims passed, and the rest has this verdict; no score is a wrong one. */
static void expect_judged(
	const struct ended *ended, int score, int nr_passed, const char *rest)
{
	json_t *claims = json_object_get(ended->result, "claims"), *claim;
	size_t i;

	checks_expect_status(ended, 1);
	checks_expect_score(ended, score);
	json_array_foreach(claims, i, claim)
	{
		const char *verdict =
			json_string_value(json_object_get(claim, "verdict"));

		if (strcmp(verdict, (int)i < nr_passed ? "PASS" : rest))
			fail_msg("claim %zu is %s; it said:\n%s", i + 1, verdict,
				ended->output);
	}
	assert_int_equal(json_array_size(claims), NR_CLAIMS);
}

static void an_oops_is_quoted_with_its_line(void **state)
{
	struct ended ended;
	json_t *place;

	(void)state;
	attack(&ended, "oopses");
	expect_judged(&ended, 30, 2, "PANIC");
	checks_expect_output(&ended, "The guest's kernel panicked. Its last words:");
	checks_expect_output(&ended, "NULL pointer dereference");
	checks_expect_output(&ended, ", in remove_pin()");
	checks_expect_output(&ended, "= 1; /* the oops is here */");
	place = json_object_get(ended.result, "crash_place");
	assert_string_equal(
		json_string_value(json_object_get(place, "function")), "remove_pin");
	assert_string_equal(
		json_string_value(json_object_get(ended.result, "witness")), "none");
	checks_free(&ended);
}

static void a_module_that_is_refused_is_the_learners(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "refuses");
	expect_judged(&ended, 0, 0, "FAIL");
	checks_expect_output(&ended, "refused your module (No such device)");
	checks_expect_output(&ended, "no such hardware");
	checks_free(&ended);
}

static void a_device_that_is_missing_is_the_learners(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "other-device");
	expect_judged(&ended, 0, 0, "FAIL");
	checks_expect_output(&ended, "the module makes the device /dev/page_pin");
	checks_free(&ended);
}

static void a_call_that_waits_runs_out_of_time(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "waits");
	expect_judged(&ended, 0, 0, "TIMEOUT");
	checks_expect_output(
		&ended, "The program that tries your module ran out of time");
	checks_free(&ended);
}

static void a_call_that_cannot_be_killed_runs_out_of_time(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "hangs");
	expect_judged(&ended, 0, 0, "TIMEOUT");
	checks_expect_output(&ended, "pin memory: the call hangs");
	checks_free(&ended);
}

static void a_call_that_spins_runs_out_of_time(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "spins");
	expect_judged(&ended, 0, 0, "TIMEOUT");
	checks_free(&ended);
}

static void a_module_that_never_loads_runs_out_of_time(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "never-loads");
	expect_judged(&ended, 0, 0, "TIMEOUT");
	checks_expect_output(&ended, "its init function does");
	checks_free(&ended);
}

/* A checker that dies is the workbook's doing, but not with the learner's module beside it. */
static void a_module_that_kills_the_checker_fails(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "scribbles");
	expect_judged(&ended, 0, 0, "FAIL");
	checks_expect_output(&ended, "the checker was ended by signal ");
	checks_free(&ended);
}

static void unloading_in_use_is_seen(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "forgets-owner");
	expect_judged(&ended, 85, 6, "FAIL");
	checks_expect_output(&ended, "unloading the module while it is in use");
	checks_free(&ended);
}

static void compile_errors_name_the_task(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "does-not-compile");
	expect_judged(&ended, 0, 0, "FAIL");
	checks_expect_output(&ended, "in task 2, “Pin every page, or none”:");
	checks_expect_output(&ended, "‘pin_all_pages’");
	checks_free(&ended);
}

/*
 * As ./check judges it, but for the sandbox of the compiler:
 *	ann	the solution		100
 *	bob	oopses, see above	 30
 *	eve	reads the host's files	  0
 */
static void a_class_is_graded(void **state)
{
	struct ended ended;

	(void)state;
	attack(&ended, "oopses");
	checks_free(&ended);
	checks_run(&ended,
		"rm -rf build/class && cd build && "
		"mkdir -p class/sent/ann class/sent/bob class/sent/eve && cd class && "
		"cp ../../solutions/" LAB "/exercise.c sent/ann/lab13.c && "
		"cp ../../" VARIANTS "/oopses.c sent/bob/lab13.c && "
		"{ echo \"#include </etc/passwd>\" && cat sent/ann/lab13.c; } "
		">sent/eve/lab13.c && "
		"../../grade sent --out results --seed 4711 && cat results/gradebook.csv "
		"results/eve/" LAB "/compiler.txt results/bob/" LAB "/feedback.txt && "
		"grep -h witness results/*/" LAB "/result.json && "
		"../../grade --replay results/bob/" LAB "/result.json");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "ann,100,100,\r\nbob,30,30,\r\neve,0,0,\r\n");
	checks_expect_output(&ended, "/etc/passwd: No such file");
	checks_expect_output(&ended, ", in remove_pin()");
	checks_expect_output(&ended,
		"  \"witness\": \"none\",\n  \"witness\": \"none\",\n"
		"  \"witness\": \"none\",\n");
	checks_expect_output(&ended, "The outcome is the same: every verdict, and 30 of");
	checks_free(&ended);
}

static void run_shows_what_the_module_answers(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended,
		"./run lab13 --exercise solutions/" LAB "/exercise.c >build/run.txt && "
		"grep -v ^# labs/" LAB "/expected.txt | diff - build/run.txt");
	checks_expect_status(&ended, 0);
	checks_free(&ended);
}

static void the_workbooks_own_module_keeps_the_claims(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(
		&ended, "./check lab13 --exercise kmod/page_pin/page_pin.c --json $JSON");
	checks_expect_status(&ended, 0);
	checks_expect_score(&ended, 100);
	checks_free(&ended);
}

static void a_shell_has_a_labs_settings_and_modules(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended,
		"echo \"cat /proc/sys/kernel/numa_balancing; ls /dev/page_pin\" | "
		"./run lab01 --shell");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "1\n/dev/page_pin\n");
	checks_free(&ended);
}

/* With an argument: only the tests of that name, be it one that takes a minute. */
int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_oops_is_quoted_with_its_line),
		cmocka_unit_test(a_module_that_is_refused_is_the_learners),
		cmocka_unit_test(a_device_that_is_missing_is_the_learners),
		cmocka_unit_test(a_call_that_waits_runs_out_of_time),
		cmocka_unit_test(a_call_that_cannot_be_killed_runs_out_of_time),
		cmocka_unit_test(a_call_that_spins_runs_out_of_time),
		cmocka_unit_test(a_module_that_never_loads_runs_out_of_time),
		cmocka_unit_test(a_module_that_kills_the_checker_fails),
		cmocka_unit_test(unloading_in_use_is_seen),
		cmocka_unit_test(compile_errors_name_the_task),
		cmocka_unit_test(a_class_is_graded),
		cmocka_unit_test(run_shows_what_the_module_answers),
		cmocka_unit_test(the_workbooks_own_module_keeps_the_claims),
		cmocka_unit_test(a_shell_has_a_labs_settings_and_modules),
	};

	/* The compiler's quotation marks are the same whatever the locale. */
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("LANG", "C", 1);
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	else
		cmocka_set_skip_filter("a_call_that_spins_*");
	return cmocka_run_group_tests_name("module exercise", tests, NULL, NULL);
}
