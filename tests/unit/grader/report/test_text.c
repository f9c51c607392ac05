/* SPDX-License-Identifier: MIT */
/*
 * What learners, machines and other programs read of a result: the terminal's report
 * within its columns, TAP, and JSON.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/report/json.h"
#include "grader/report/tap.h"
#include "grader/report/text.h"
#include "grader/base/text.h"

static const char *tasks[] = {"Fill the pages", "Ask for merging"};

static struct lab_claim claims[] = {
	{.name = "first",
		.points = 60,
		.task = 2,
		.text = "Pages of equal content in both processes are one page frame, "
			"seen "
			"from outside",
		.hints = {{NULL, "hint one"}, {NULL, "hint two"},
			{"0x51c21|nowhere", "hint of the frame"}, {"nowhere", "no"},
			{NULL, "hint three"}},
		.nr_hints = 5},
	{.name = "second",
		.points = 40,
		.task = 1,
		.text = "The report agrees",
		.hints = {{NULL, "h"}, {NULL, "i"}, {NULL, "j"}},
		.nr_hints = 3},
};

static const struct lab lab = {.folder = "03-ksm",
	.title = "KSM",
	.question = "Can two processes share what they never shared?",
	.tasks = tasks,
	.nr_tasks = 2,
	.limits = {.seconds = 10, .memory_mib = 256, .nr_pids = 32, .output_kib = 64},
	.claims = claims,
	.nr_claims = 2};

static const struct check_info info = {.seed = 4711,
	.exercise = "labs/03-ksm/exercise.c",
	.next_lab = "04-hugetlb",
	.kernel = "6.1.0-56-arm64",
	.start = "clone",
	.slowness = 1};

static const struct report_style plain = {.columns = 80, .nr_hints = 1};
static const struct report_style whole = {.columns = 80, .nr_hints = 1, .whole = true};

#define REPORT(result, text) \
	assert_int_equal(result_report(result, text, sizeof(text)), 0)

static int set_up(void **state)
{
	return result_new(&lab, (struct result **)state);
}

static int tear_down(void **state)
{
	result_free(*state);
	return 0;
}

/* Not inlined: gcc 12 would take what it returns for a pointer to `text` itself. */
__attribute__((noinline)) static char *text_of(const struct result *result,
	const struct check_info *about, const struct report_style *style)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	report_text(out, result, about, style);
	fclose(out);
	return text;
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no “%s” in:\n%s", part, text);
}

static void assert_has_not(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("“%s” in:\n%s", part, text);
}

static void judge(struct result *result)
{
	REPORT(result, "size\0pages\0"
		       "256");
	REPORT(result, "claim\0first\0FAIL\0page 3 of \"buffer\"\0a PFN that both "
		       "have\0pfn 0x41c20 "
		       "in the parent, pfn 0x51c21 in the child, which is another one");
	REPORT(result, "claim\0second\0PASS\0\0\0"
		       "256 lines");
}

/* Under --watch, by signs, so that nobody has to see a colour. */
static void marks_what_has_changed(void **state)
{
	struct report_style style = plain;
	char *text;

	judge(*state);
	style.before = ",first,";
	text = text_of(*state, &info, &style);
	assert_has(text, "\n- FAIL     Pages of equal");
	assert_has(text, "\n+ PASS     The report agrees");
	free(text);
	style.before = ",second,";
	text = text_of(*state, &info, &style);
	assert_has(text, "\n  FAIL     Pages of equal");
	assert_has(text, "\n  PASS     The report agrees");
	free(text);
}

static void says_a_note_before_what_is_next(void **state)
{
	struct check_info noted = info;
	char *text;

	judge(*state);
	noted.note = "Of 3 predictions 2 are right";
	text = text_of(*state, &noted, &plain);
	assert_has(text, "Score 40 of 100\nOf 3 predictions 2 are right\nNext: ");
	free(text);
}

static void tells_the_story_of_a_failed_claim(void **state)
{
	char *text;

	judge(*state);
	text = text_of(*state, &info, &plain);
	assert_string_equal(text,
		"Lab 03 ksm: Can two processes share what they never shared?\n"
		"Linux 6.1.0-56-arm64, seed 4711, pages 256\n"
		"\n"
		"  FAIL     Pages of equal content in both processes are one page frame… "
		"   "
		"0/60\n"
		"  PASS     The report agrees                                            "
		"  40/40\n"
		"\n"
		"Task 2, “Ask for merging”: Pages of equal content in both processes are "
		"one page\n"
		"frame, seen from outside\n"
		"           where     page 3 of \"buffer\"\n"
		"           expected  a PFN that both have\n"
		"           observed  pfn 0x41c20 in the parent, pfn 0x51c21 in the "
		"child, which\n"
		"                     is another one\n"
		"           hint      hint one\n"
		"\n"
		"Score 40 of 100\n"
		"Next: edit labs/03-ksm/exercise.c, then: make lab03 && ./check\n"
		"      ./check lab03 --hints 2   says more\n");
	free(text);
}

static void tells_every_claim_whole_if_asked(void **state)
{
	char *text;

	judge(*state);
	text = text_of(*state, &info, &whole);
	assert_has(text,
		"\n"
		"  FAIL     Pages of equal content in both processes are one page frame, "
		"   0/60\n"
		"           seen from outside\n"
		"           where     page 3 of \"buffer\"\n");
	assert_has(text,
		"           hint      hint one\n"
		"\n"
		"  PASS     The report agrees                                            "
		"  40/40\n");
	free(text);
}

/* Whatever the order in lab.json. */
static void the_first_task_is_told_first(void **state)
{
	char *text;

	REPORT(*state, "claim\0first\0FAIL\0\0one frame\0two frames");
	REPORT(*state, "claim\0second\0FAIL\0\0a line\0none");
	text = text_of(*state, &info, &plain);
	assert_has(text, "\nTask 1, “Fill the pages”: The report agrees\n");
	assert_has_not(text, "two frames");
	free(text);
}

static void hints_meet_what_was_seen(void **state)
{
	const struct report_style style = {.columns = 80, .nr_hints = 9};
	char *text;

	judge(*state);
	text = text_of(*state, &info, &style);
	assert_has(text, "hint two\n                     hint of the frame\n"
			 "                     hint three\n");
	assert_has_not(text, "  no\n");
	free(text);
}

/* What a hint says of the claim's subject would mislead. */
static void who_ended_too_soon_has_no_hint(void **state)
{
	static const char ended[] =
		"claim\0second\0FAIL\0\0the program reaches checkpoint "
		"“filled”\0it exited with status 1";
	char *text;

	assert_int_equal(result_report(*state, ended, sizeof(ended)), 0);
	REPORT(*state, "claim\0first\0PASS\0\0\0");
	text = text_of(*state, &info, &plain);
	assert_has(text, "observed  it exited with status 1\n\nScore");
	free(text);
}

static void keeps_within_the_columns(void **state)
{
	judge(*state);
	for (size_t columns = 40; columns <= 100; columns += 7) {
		struct report_style style = {
			.columns = columns, .nr_hints = 3, .whole = columns % 2};
		char *text = text_of(*state, &info, &style);
		char *next = strstr(text, "\nNext:");

		/* Commands are to be copied: those are never wrapped. */
		assert_non_null(next);
		*next = '\0';
		for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
			if (text_columns(line, strlen(line)) > columns)
				fail_msg("%zu columns: %s", columns, line);
		free(text);
	}
}

static void hints_are_as_many_as_asked_for(void **state)
{
	struct report_style style = plain;
	char *text;

	judge(*state);
	style.nr_hints = 0;
	text = text_of(*state, &info, &style);
	assert_has_not(text, "hint one");
	free(text);
	style.nr_hints = 2;
	text = text_of(*state, &info, &style);
	assert_has(text, "hint two");
	assert_has_not(text, "hint three");
	assert_has(text, "--hints 3");
	free(text);
	style.nr_hints = 4;
	text = text_of(*state, &info, &style);
	assert_has(text, "hint three");
	assert_has_not(text, "--hints");
	free(text);
}

static void what_stopped_two_claims_has_one_hint(void **state)
{
	struct report_style style = whole;
	char *text;

	REPORT(*state, "claim\0first\0FAIL\0\0the checkpoint\0it crashed before");
	REPORT(*state, "claim\0second\0FAIL\0\0the checkpoint\0it crashed before");
	text = text_of(*state, &info, &style);
	assert_has(text, "hint one");
	assert_has(text, "0/40\n           observed  as above\n\n");
	free(text);
	style.nr_hints = 2;
	text = text_of(*state, &info, &style);
	assert_has(text, "observed  as above\n           hint      ");
	free(text);
}

static void the_first_line_of_stderr_is_in_the_story(void **state)
{
	char *text;

	judge(*state);
	REPORT(*state, "errors\0pin: Invalid argument\nunpin: Invalid");
	REPORT(*state, "errors\0 argument\n");
	REPORT(*state, "end\0exit\0000");
	text = text_of(*state, &info, &plain);
	assert_has(text, "           stderr    pin: Invalid argument (and 1 more line)\n"
			 "           hint      hint one\n");
	free(text);
}

static void colours_only_when_told(void **state)
{
	struct report_style style = plain;
	char *text;

	judge(*state);
	text = text_of(*state, &info, &style);
	assert_has_not(text, "\033");
	free(text);
	style.colour = true;
	text = text_of(*state, &info, &style);
	assert_has(text, "\033[1;31mFAIL");
	free(text);
}

static void all_passed_points_to_the_next_lab(void **state)
{
	char *text;

	REPORT(*state, "claim\0first\0PASS\0\0\0");
	REPORT(*state, "claim\0second\0PASS\0\0\0");
	text = text_of(*state, &info, &plain);
	assert_has(text, "Score 100 of 100\nNext: make lab04\n");
	free(text);
}

/* There is nothing to edit where all that could be judged has passed. */
static void what_is_left_out_points_to_the_machine(void **state)
{
	struct check_info native = info;
	char *text;

	REPORT(*state, "claim\0first\0PASS\0\0\0");
	REPORT(*state, "claim\0second\0SKIP\0\0\0no CPU is isolated");
	native.native = true;
	text = text_of(*state, &native, &plain);
	assert_has(text, "Next: ./check lab03   judges it in the virtual machine\n");
	assert_has_not(text, "edit ");
	free(text);
}

static void what_fails_is_edited_though_others_are_left_out(void **state)
{
	struct check_info native = info;
	char *text;

	REPORT(*state, "claim\0first\0FAIL\0\0one\0two");
	REPORT(*state, "claim\0second\0SKIP\0\0\0no CPU is isolated");
	native.native = true;
	text = text_of(*state, &native, &plain);
	assert_has(text, "Next: edit ");
	free(text);
}

static void what_the_machine_cannot_measure_is_said(void **state)
{
	struct check_info with = info;
	char *text;

	REPORT(*state, "claim\0first\0PASS\0\0\0");
	REPORT(*state, "claim\0second\0PASS\0\0\0");
	with.has_native_part = true;
	text = text_of(*state, &with, &plain);
	assert_has(text, "emulation shows no latency\n");
	free(text);
	with.native = true;
	text = text_of(*state, &with, &plain);
	assert_has_not(text, "emulation");
	free(text);
}

static void broken_gives_no_score_and_a_reason(void **state)
{
	static const char unknown[] = "claim\0x\0PASS\0\0\0";
	char *text;

	assert_int_not_equal(result_report(*state, unknown, sizeof(unknown)), 0);
	result_settle(*state, &(struct outcome){0});
	text = text_of(*state, &info, &plain);
	assert_has(text, "No score");
	assert_has(text, "failed, not your program");
	assert_has(text, "Reason: the checker judged \"x\", no claim of lab.json");
	assert_has(text, "./check lab03 --seed 4711 -v");
	free(text);
}

static void tells_a_crash_with_its_line(void **state)
{
	const struct crash_place place = {
		.line = 42, .task = 2, .function = "merge", .text = "p[0] = 1;"};
	struct check_info about = info;
	char *text;

	about.crash_place = &place;
	judge(*state);
	REPORT(*state, "at\0filled");
	REPORT(*state, "output\0one\ntwo\n");
	REPORT(*state, "crash\0"
		       "7\0"
		       "11\0"
		       "10\0"
		       "400000");
	REPORT(*state, "end\0signal\0"
		       "11");
	text = text_of(*state, &about, &plain);
	assert_has(text, "Your program was ended by SIGSEGV at address 0x10 (by a NULL "
			 "pointer), after");
	assert_has(text, "checkpoint “filled”.\n");
	assert_has(text, "exercise.c:42, in merge(), task 2, “Ask for merging”:\n"
			 "    42 | p[0] = 1;\n");
	assert_has(text, "It printed:\n  | one\n  | two\n");
	free(text);
}

static void errors_stand_for_all_that_was_printed(void **state)
{
	char *text;

	judge(*state);
	REPORT(*state, "errors\0child: merging failed\n");
	REPORT(*state, "output\0one\ntwo\n");
	REPORT(*state, "end\0exit\0"
		       "1");
	text = text_of(*state, &info, &plain);
	assert_has(text, "It printed:\n  | child: merging failed\n\n");
	free(text);
}

/* A judged result that has had this report. */
static struct result *judged(const char *report, size_t size)
{
	struct result *result;

	assert_int_equal(result_new(&lab, &result), 0);
	judge(result);
	assert_int_equal(result_report(result, report, size), 0);
	return result;
}

/* Frees it. */
static void expect_told(struct result *result, const char *words)
{
	char *text = text_of(result, &info, &plain);

	assert_has(text, words);
	free(text);
	result_free(result);
}

static void tells_what_an_address_comes_from(void **state)
{
	static const struct {
		const char *report, *words;
		size_t size;
	} crashes[] = {
		{"crash\0007\00011\000fff\000400000",
			"at address 0xfff (by a NULL pointer), before", 22},
		{"crash\0007\00011\0001000\000400000", "at address 0x1000, before", 23},
		{"crash\0007\00011\000ffffffffffffffff\000400000",
			"at address 0xffffffffffffffff (by MAP_FAILED,", 35},
	};

	for (size_t i = 0; i < sizeof(crashes) / sizeof(*crashes); i++) {
		struct result *result = judged(crashes[i].report, crashes[i].size);

		assert_int_equal(result_report(result, "end\0signal\00011", 14), 0);
		expect_told(result, crashes[i].words);
	}
	(void)state;
}

static void tells_every_other_end(void **state)
{
	static const struct {
		const char *report, *words;
		size_t size;
	} ends[] = {
		{"end\0timeout\0"
		 "12",
			"Your program ran out of time: it had 12 s, before", 15},
		{"end\0memory\0"
		 "9",
			"used more than its 256 MiB", 13},
		{"end\0output\0"
		 "9",
			"printed more than its 64 KiB", 13},
		{"end\0exit\0"
		 "3",
			"Your program ended with status 3", 11},
		{"end\0signal\0"
		 "9",
			"Your program was ended by SIGKILL, before", 13},
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		expect_told(judged(ends[i].report, ends[i].size), ends[i].words);
	(void)state;
}

static void tells_where_a_module_killed_the_kernel(void **state)
{
	struct crash_place place = {.line = 42,
		.task = 2,
		.function = "pin_pages",
		.text = "*(volatile int *)NULL = 1;"};
	struct check_info about = info;
	char *text;

	about.crash_place = &place;
	result_settle(*state, &(struct outcome){.panicked = true,
				      .last_words = "Internal error: Oops\n"});
	text = text_of(*state, &about, &plain);
	assert_has(text, "The guest's kernel panicked. Its last words:\n"
			 "  | Internal error: Oops\n"
			 "exercise.c:42, in pin_pages(), task 2, “Ask for merging”:\n"
			 "    42 | *(volatile int *)NULL = 1;\n");
	free(text);
}

static void tells_what_the_compiler_said(void **state)
{
	struct check_info about = info;
	char *text;

	about.compiler_words = "exercise.c:3: error: no\n";
	assert_int_equal(result_uncompiled(*state), 0);
	text = text_of(*state, &about, &plain);
	assert_has(text, "does not compile");
	assert_has(text, "  | exercise.c:3: error: no\n");
	assert_has(text, "Score 0 of 100");
	free(text);
}

static void tap_counts_every_claim(void **state)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	judge(*state);
	report_tap(out, *state, &info);
	fclose(out);
	assert_has(text, "TAP version 13\n1..2\n");
	assert_has(text, "\nnot ok 1 - first\n  ---\n  verdict: \"FAIL\"\n");
	assert_has(text, "  where: \"page 3 of \\\"buffer\\\"\"\n");
	assert_has(text, "\nok 2 - second\n");
	assert_has_not(text, "Bail out!");
	free(text);
}

static void tap_bails_out_without_a_score(void **state)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	REPORT(*state, "claim\0first\0SKIP\0\0\0one node\nonly");
	result_settle(*state, &(struct outcome){.err = -ENOTCONN});
	report_tap(out, *state, &info);
	fclose(out);
	assert_has(text, "\nok 1 - first # SKIP one node only\n");
	assert_has(text, "\nnot ok 2 - second\n");
	assert_has(text, "\nBail out! the machine ended");
	free(text);
}

static size_t entries(const char *folder)
{
	DIR *dir = opendir(folder);
	size_t nr = 0;

	assert_non_null(dir);
	while (readdir(dir))
		nr++;
	closedir(dir);
	return nr - 2;
}

static void json_is_written_whole(void **state)
{
	char folder[] = "/tmp/pagelab-json-XXXXXX", path[64];
	json_t *json, *claim;

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/r.json", folder);
	judge(*state);
	REPORT(*state, "output\0\xff\033");
	for (int i = 0; i < 2; i++) /* the second replaces the first */
		assert_int_equal(report_json(path, *state, &info), 0);
	assert_int_equal(entries(folder), 1);
	json = json_load_file(path, 0, NULL);
	assert_non_null(json);
	claim = json_array_get(json_object_get(json, "claims"), 0);
	assert_int_equal(json_integer_value(json_object_get(json, "score")), 40);
	assert_int_equal(json_integer_value(json_object_get(json, "seed")), 4711);
	assert_string_equal(
		json_string_value(json_object_get(json, "witness")), "kernel");
	assert_string_equal(json_string_value(json_object_get(json, "lab")), "03-ksm");
	assert_string_equal(json_string_value(json_object_get(claim, "verdict")), "FAIL");
	assert_int_equal(json_integer_value(json_object_get(claim, "earned")), 0);
	json_decref(json);
	unlink(path);
	rmdir(folder);
}

static void json_without_a_score_says_null(void **state)
{
	char path[] = "/tmp/pagelab-json-XXXXXX";
	int fd = mkstemp(path);
	json_t *json;

	assert_true(fd >= 0);
	close(fd);
	result_settle(*state, &(struct outcome){.status = 3 << 8});
	assert_int_equal(report_json(path, *state, &info), 0);
	json = json_load_file(path, 0, NULL);
	assert_true(json_is_null(json_object_get(json, "score")));
	assert_string_equal(json_string_value(json_object_get(json, "trouble")),
		"the checker ended with status 3");
	json_decref(json);
	unlink(path);
}

static void json_that_cannot_be_written_leaves_nothing(void **state)
{
	char folder[] = "/tmp/pagelab-json-XXXXXX", path[64];

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/none/r.json", folder);
	assert_int_equal(report_json(path, *state, &info), -ENOENT);
	/* A folder is in the place of the file: the rename fails at the very end. */
	assert_int_equal(report_json(folder, *state, &info), -EISDIR);
	assert_int_equal(entries(folder), 0);
	rmdir(folder);
	snprintf(path, sizeof(path), "ls %s.* 2>/dev/null | grep -q .", folder);
	assert_int_not_equal(system(path), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(marks_what_has_changed),
		TEST(says_a_note_before_what_is_next),
		TEST(tells_the_story_of_a_failed_claim),
		TEST(tells_every_claim_whole_if_asked),
		TEST(the_first_task_is_told_first),
		TEST(hints_meet_what_was_seen),
		TEST(who_ended_too_soon_has_no_hint),
		TEST(keeps_within_the_columns),
		TEST(hints_are_as_many_as_asked_for),
		TEST(what_stopped_two_claims_has_one_hint),
		TEST(the_first_line_of_stderr_is_in_the_story),
		TEST(colours_only_when_told),
		TEST(all_passed_points_to_the_next_lab),
		TEST(what_is_left_out_points_to_the_machine),
		TEST(what_fails_is_edited_though_others_are_left_out),
		TEST(what_the_machine_cannot_measure_is_said),
		TEST(broken_gives_no_score_and_a_reason),
		TEST(tells_a_crash_with_its_line),
		cmocka_unit_test(tells_what_an_address_comes_from),
		cmocka_unit_test(tells_every_other_end),
		TEST(errors_stand_for_all_that_was_printed),
		TEST(tells_where_a_module_killed_the_kernel),
		TEST(tells_what_the_compiler_said),
		TEST(tap_counts_every_claim),
		TEST(tap_bails_out_without_a_score),
		TEST(json_is_written_whole),
		TEST(json_without_a_score_says_null),
		TEST(json_that_cannot_be_written_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
