/* SPDX-License-Identifier: MIT */
/* The journal of what a learner did, and the progress that it tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/learner/journal.h"
#include "grader/learner/progress.h"
#include "tests/unit/scratch.h"

static char *root; /* of three labs, in the order 02, 01, 03 */

static int set_up(void **state)
{
	(void)state;
	root = folder_make();
	folder_write(root, "labs/01-a/lab.json", "", 0);
	folder_write(root, "labs/02-b/lab.json", "", 0);
	folder_write(root, "labs/03-c/lab.json", "", 0);
	folder_write(root, "labs/order", "02\n01\n", 6);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	folder_remove(root);
	return 0;
}

static struct progress progress_in(const char *journal)
{
	FILE *file = fmemopen((void *)journal, strlen(journal), "r");
	struct progress progress;

	assert_non_null(file);
	assert_int_equal(progress_parse(root, file, &progress), 0);
	fclose(file);
	return progress;
}

static void labs_stand_in_their_order(void **state)
{
	struct progress progress;

	(void)state;
	assert_int_equal(progress_parse(root, NULL, &progress), 0);
	assert_int_equal(progress.nr, 3);
	assert_string_equal(progress.labs[0].folder, "02-b");
	assert_string_equal(progress.labs[1].folder, "01-a");
	assert_string_equal(progress.labs[2].folder, "03-c");
	assert_ptr_equal(progress_next(&progress), &progress.labs[0]);
	assert_int_equal(progress.labs[0].best, -1);
	progress_free(&progress);
}

static void checks_are_counted(void **state)
{
	struct progress progress = progress_in("# /a/checkout\n"
					       "100 02-b check 20\n"
					       "160 02-b check 60\n"
					       "nonsense\n"
					       "200 99-gone check 100\n"
					       "220 02-b check 40\n");
	const struct progress_lab *lab = progress_of(&progress, "02-b");

	(void)state;
	assert_int_equal(lab->best, 60);
	assert_int_equal(lab->last, 40);
	assert_int_equal(lab->nr_tries, 3);
	assert_false(lab->passed);
	assert_int_equal(lab->best_seconds, -1);
	assert_null(progress_of(&progress, "99-gone"));
	progress_free(&progress);
}

/* A night between two checks is no work. */
static void the_time_is_that_at_work(void **state)
{
	struct progress progress = progress_in("1000 01-a check 0\n"
					       "1600 01-a check 50\n"
					       "90000 01-a check 100\n"
					       "99000 01-a check 100\n");

	(void)state;
	assert_true(progress.labs[1].passed);
	assert_int_equal(progress.labs[1].best_seconds, 600 + 900);
	assert_int_equal(progress.labs[1].nr_tries, 4);
	progress_free(&progress);
}

static void an_attempt_may_be_quicker_than_the_one_before(void **state)
{
	struct progress progress = progress_in("1000 01-a check 0\n"
					       "1600 01-a check 100\n"
					       "5000 01-a begin\n"
					       "5100 01-a check 0\n"
					       "5200 01-a check 100\n"
					       "6000 01-a begin\n"
					       "6800 01-a check 100\n");

	(void)state;
	assert_int_equal(progress.labs[1].best_seconds, 200);
	progress_free(&progress);
}

static void next_is_what_was_begun_last(void **state)
{
	struct progress progress = progress_in("100 02-b check 100\n"
					       "200 03-c check 10\n"
					       "300 01-a check 10\n"
					       "400 03-c check 20\n");

	(void)state;
	assert_string_equal(progress_next(&progress)->folder, "03-c");
	progress_free(&progress);
	progress = progress_in("100 02-b check 100\n"
			       "200 01-a check 100\n"
			       "300 03-c check 100\n");
	assert_null(progress_next(&progress));
	progress_free(&progress);
}

static void a_solution_that_was_seen_before_is_told(void **state)
{
	struct progress progress = progress_in("100 02-b solution\n"
					       "200 02-b check 100\n"
					       "300 01-a check 100\n"
					       "400 01-a solution\n");

	(void)state;
	assert_true(progress.labs[0].seen_solution);
	assert_false(progress.labs[1].seen_solution);
	progress_free(&progress);
}

static void the_journal_is_kept_by_the_checkout(void **state)
{
	char path[PATH_MAX], other[PATH_MAX];
	struct journal_event event;
	FILE *journal;

	(void)state;
	assert_int_equal(setenv("XDG_STATE_HOME", root, 1), 0);
	assert_int_equal(journal_path("/a/work", path), 0);
	assert_int_equal(journal_path("/b/work", other), 0);
	assert_string_not_equal(path, other);
	assert_int_equal(journal_open("/a/work", &journal), -ENOENT);
	assert_int_equal(journal_add("/a/work", "02-b", "check", "30"), 0);
	assert_int_equal(journal_add("/a/work", "02-b", "begin", ""), 0);
	assert_int_equal(journal_open("/b/work", &journal), -ENOENT);
	assert_int_equal(journal_open("/a/work", &journal), 0);
	assert_int_equal(journal_next(journal, &event), 0);
	assert_string_equal(event.folder, "02-b");
	assert_string_equal(event.what, "check");
	assert_string_equal(event.words, "30");
	assert_int_equal(journal_next(journal, &event), 0);
	assert_string_equal(event.what, "begin");
	assert_string_equal(event.words, "");
	assert_int_equal(journal_next(journal, &event), -ENODATA);
	fclose(journal);
}

static void without_a_home_nothing_is_kept(void **state)
{
	char path[PATH_MAX], expected[PATH_MAX];

	(void)state;
	assert_int_equal(setenv("XDG_STATE_HOME", "relative", 1), 0);
	assert_int_equal(setenv("HOME", root, 1), 0);
	assert_int_equal(journal_path("/a/work", path), 0);
	snprintf(expected, sizeof(expected), "%s/.local/state/pagelab/work-", root);
	assert_memory_equal(path, expected, strlen(expected));
	assert_int_equal(unsetenv("HOME"), 0);
	assert_int_equal(journal_add("/a/work", "02-b", "check", "30"), -ENOENT);
	assert_int_equal(setenv("HOME", "/nonexistent", 1), 0);
	assert_int_equal(journal_add("/a/work", "02-b", "check", "30"), -ENOENT);
	assert_int_equal(setenv("HOME", "/dev/null", 1), 0);
	assert_int_equal(journal_add("/a/work", "02-b", "check", "30"), -ENOTDIR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labs_stand_in_their_order),
		cmocka_unit_test(checks_are_counted),
		cmocka_unit_test(the_time_is_that_at_work),
		cmocka_unit_test(an_attempt_may_be_quicker_than_the_one_before),
		cmocka_unit_test(next_is_what_was_begun_last),
		cmocka_unit_test(a_solution_that_was_seen_before_is_told),
		cmocka_unit_test(the_journal_is_kept_by_the_checkout),
		cmocka_unit_test(without_a_home_nothing_is_kept),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
