/* SPDX-License-Identifier: MIT */
/* A course's file, and what it says of late work. */
#include "grader/grade/intake/names.h"
#include "grader/grade/runs/term.h"
#include "tests/unit/scratch.h"

static const char *const folders[] = {"02-fork-cow", "03-ksm", NULL};

static int set_up(void **state)
{
	*state = folder_make();
	return 0;
}

static int tear_down(void **state)
{
	folder_remove(*state);
	return 0;
}

static int read_text(const char *folder, const char *text, struct term *ret, char *why)
{
	char path[PATH_MAX];

	folder_put(folder, "course.json", text);
	snprintf(path, sizeof(path), "%s/course.json", folder);
	return term_read(path, folders, ret, why);
}

static int64_t seconds(const char *time)
{
	size_t length;

	return grade_time_parse(time, &length);
}

static void all_is_read(void **state)
{
	const struct term_assignment *assignment;
	char why[TERM_WHY];
	struct term term;

	assert_int_equal(
		read_text(*state,
			"{\"name\": \"OS\", \"assignments\": {\"lab03\": {\"name\": "
			"\"Week 2\","
			" \"seed\": 4711, \"due\": \"2026-11-03 23:59\", "
			"\"grace_minutes\": 10,"
			" \"late_percent\": 12.5, \"last_days\": 3, \"weight\": 2},"
			" \"2\": {\"due\": \"2026-11-03 23:59:00\"}}}",
			&term, why),
		0);
	assert_string_equal(term.name, "OS");
	assignment = term_find(&term, "03-ksm");
	assert_non_null(assignment);
	assert_string_equal(assignment->name, "Week 2");
	assert_true(assignment->has_seed && assignment->seed == 4711);
	/* What is sent within that minute is not late. */
	assert_int_equal(assignment->due, seconds("2026-11-03 23:59:59"));
	assert_true(assignment->weight == 2);
	assignment = term_find(&term, "02-fork-cow");
	assert_true(assignment && !assignment->has_seed && assignment->weight == 1);
	assert_int_equal(assignment->due, seconds("2026-11-03 23:59:00"));
	assert_null(term_find(&term, "04-hugetlb"));
	assert_null(term_find(NULL, "03-ksm"));
	term_deinit(&term);
}

static void what_makes_no_sense_is_told(void **state)
{
	static const char *const bad[] = {"", "[]", "{\"assigments\": {}}",
		"{\"assignments\": []}", "{\"name\": 7}",
		"{\"assignments\": {\"lab99\": {}}}",
		"{\"assignments\": {\"lab02\": {}, \"2\": {}}}",
		"{\"assignments\": {\"lab02\": {\"due\": \"soon\"}}}",
		"{\"assignments\": {\"lab02\": {\"due\": 7}}}",
		"{\"assignments\": {\"lab02\": {\"due\": \"2026-11-03 23:59 or so\"}}}",
		"{\"assignments\": {\"lab02\": {\"seed\": -1}}}",
		"{\"assignments\": {\"lab02\": {\"seed\": 1.5}}}",
		"{\"assignments\": {\"lab02\": {\"late_percent\": 101}}}",
		"{\"assignments\": {\"lab02\": {\"weight\": \"2\"}}}",
		"{\"assignments\": {\"lab02\": {\"deadline\": \"2026-11-03 23:59\"}}}"};
	char why[TERM_WHY];
	struct term term;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		*why = '\0';
		if (read_text(*state, bad[i], &term, why) != -EBADMSG || !*why)
			fail_msg("“%s” was taken", bad[i]);
	}
	assert_int_equal(term_read("/nonexistent", folders, &term, why), -ENOENT);
}

static void days_are_counted_as_they_begin(void **state)
{
	const struct term_assignment assignment = {.due = seconds("2026-11-03 23:59"),
		.grace_seconds = 600,
		.late_percent = 10,
		.last_days = 3};

	(void)state;
	assert_int_equal(term_late_days(&assignment, 0), 0);
	assert_int_equal(term_late_days(NULL, seconds("2026-11-05 00:00")), 0);
	assert_int_equal(term_late_days(&assignment, seconds("2026-11-03 23:00")), 0);
	assert_int_equal(term_late_days(&assignment, seconds("2026-11-04 00:09")), 0);
	assert_int_equal(term_late_days(&assignment, seconds("2026-11-04 00:10")), 1);
	assert_int_equal(term_late_days(&assignment, seconds("2026-11-04 23:59")), 1);
	assert_int_equal(term_late_days(&assignment, seconds("2026-11-05 00:00")), 2);
	assert_true(term_deduction(&assignment, 0, 80) == 0);
	assert_true(term_deduction(&assignment, 2, 80) == 16);
	assert_true(term_deduction(&assignment, 4, 80) == 80);
	assert_true(term_deduction(NULL, 4, 80) == 0);
}

static void nothing_is_taken_twice(void **state)
{
	const struct term_assignment assignment = {.late_percent = 40, .last_days = -1};

	(void)state;
	assert_true(term_deduction(&assignment, 9, 50) == 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_is_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_makes_no_sense_is_told, set_up, tear_down),
		cmocka_unit_test(days_are_counted_as_they_begin),
		cmocka_unit_test(nothing_is_taken_twice),
	};

	return cmocka_run_group_tests_name("grade term", tests, NULL, NULL);
}
