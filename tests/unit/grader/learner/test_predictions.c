/* SPDX-License-Identifier: MIT */
/* Predictions: those of the labs can be read; answers and what was seen are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/lab/folders.h"
#include "grader/lab/lab_json.h"
#include "grader/learner/predictions.h"
#include "tests/unit/scratch.h"

static char *root, why[LAB_WHY];

static int set_up(void **state)
{
	(void)state;
	root = folder_make();
	return setenv("XDG_STATE_HOME", root, 1);
}

static int tear_down(void **state)
{
	(void)state;
	folder_remove(root);
	return 0;
}

static void write_predictions(const char *text)
{
	folder_write(root, "labs/02-b/predictions.json", text, strlen(text));
}

#define CHOICE                                                                   \
	"{\"name\": \"one\", \"question\": \"Which?\", \"choices\": [\"this\", " \
	"\"that\"], "                                                            \
	"\"answer\": 2, \"because\": \"So.\", \"seen\": \"^it is\"}"
#define NUMBER                                                               \
	"{\"name\": \"two\", \"question\": \"How many?\", \"number\": 256, " \
	"\"because\": \"So.\"}"

static void those_of_the_labs_can_be_read(void **state)
{
	struct predictions predictions;
	char **folders;

	(void)state;
	assert_int_equal(lab_list(".", &folders), 0);
	for (char **folder = folders; *folder; folder++) {
		if (predictions_load(".", *folder, &predictions, why))
			fail_msg("%s", why);
		assert_true(predictions.nr >= 3);
		predictions_free(&predictions);
		free(*folder);
	}
	free(folders);
}

/* What the solution printed when the book was made. */
static void what_is_to_be_seen_was_printed(void **state)
{
	struct predictions predictions;
	char **folders, path[PATH_MAX], line[512];

	(void)state;
	assert_int_equal(lab_list(".", &folders), 0);
	for (char **folder = folders; *folder; folder++) {
		assert_int_equal(predictions_load(".", *folder, &predictions, why), 0);
		snprintf(path, sizeof(path), "labs/%s/recorded/run.txt", *folder);
		for (size_t i = 0; i < predictions.nr; i++) {
			const char *seen = predictions.list[i].seen;
			FILE *run = fopen(path, "r");
			regex_t expression;
			bool found = !seen;

			assert_non_null(run);
			assert_int_equal(regcomp(&expression, seen ? seen : "",
						 REG_EXTENDED | REG_NOSUB),
				0);
			while (!found && fgets(line, sizeof(line), run))
				found = !regexec(&expression, line, 0, NULL, 0);
			if (!found)
				fail_msg("%s: no line with %s", path, seen);
			regfree(&expression);
			fclose(run);
		}
		predictions_free(&predictions);
		free(*folder);
	}
	free(folders);
}

static void answers_are_kept(void **state)
{
	struct predictions predictions;
	char buffer[32];

	(void)state;
	write_predictions("{\"predictions\": [" CHOICE ", " NUMBER "]}");
	assert_int_equal(predictions_load(root, "02-b", &predictions, why), 0);
	assert_int_equal(predictions.nr, 2);
	assert_int_equal(predictions_given(&predictions), 0);
	assert_false(prediction_is_right(&predictions.list[0]));
	assert_int_equal(prediction_give(root, "02-b", &predictions.list[0], 1), 0);
	assert_int_equal(prediction_give(root, "02-b", &predictions.list[1], 256), 0);
	assert_int_equal(prediction_give(root, "03-c", &predictions.list[0], 2), 0);
	predictions_see(root, "02-b", &predictions, "first\nit is \033[2J so\nit is 2\n");
	predictions_free(&predictions);

	assert_int_equal(predictions_load(root, "02-b", &predictions, why), 0);
	assert_int_equal(predictions_given(&predictions), 2);
	assert_int_equal(predictions_right(&predictions), 1);
	assert_string_equal(
		prediction_words(&predictions.list[0], predictions.list[0].given, buffer),
		"this");
	assert_string_equal(prediction_words(&predictions.list[1], 256, buffer), "256");
	assert_string_equal(predictions.list[0].was_seen, "it is \uFFFD[2J so");
	assert_null(predictions.list[1].was_seen);
	assert_int_equal(prediction_give(root, "02-b", &predictions.list[0], 2), 0);
	predictions_free(&predictions);

	/* The last answer is the one that counts. */
	assert_int_equal(predictions_load(root, "02-b", &predictions, why), 0);
	assert_int_equal(predictions_right(&predictions), 2);
	predictions_free(&predictions);
}

static void a_mistake_is_named(void **state)
{
	static const struct {
		const char *text, *expected;
	} mistakes[] = {
		{"{\"predictions\": []}", "predictions: is empty"},
		{"{\"predictions\": [" CHOICE ", " CHOICE "]}",
			"predictions[1]: the name \"one\" is also predictions[0]'s"},
		{"{\"predictions\": [{\"name\": \"a\", \"question\": \"Why?\"}]}",
			"choices"},
		{"{\"predictions\": [{\"name\": \"a\", \"question\": \"Why?\", "
		 "\"choices\": [\"one\", \"two\"], \"answer\": 3, \"because\": \"x\"}]}",
			"answer"},
		{"{\"predictions\": [{\"name\": \"a\", \"question\": \"Why?\", "
		 "\"number\": 3, \"because\": \"x\", \"seen\": \"(\"}]}",
			"no regular expression"},
	};
	struct predictions predictions;

	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
		write_predictions(mistakes[i].text);
		assert_int_equal(
			predictions_load(root, "02-b", &predictions, why), -EBADMSG);
		if (!strstr(why, mistakes[i].expected))
			fail_msg("“%s” is not in: %s", mistakes[i].expected, why);
	}
	assert_int_equal(predictions_load(root, "01-a", &predictions, why), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(those_of_the_labs_can_be_read),
		cmocka_unit_test(what_is_to_be_seen_was_printed),
		cmocka_unit_test(answers_are_kept),
		cmocka_unit_test(a_mistake_is_named),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
