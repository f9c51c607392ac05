/* SPDX-License-Identifier: MIT */
/*
 * Gradescope's results.json, one for a student. The format: “Autograder Specifications” in
 * Gradescope's autograder documentation (gradescope-autograders.readthedocs.io), sections
 * Output format, Controlling Test Case Visibility, Test case status, Output String
 * Formatting. The assignment has to have as many points as its labs have together.
 *
 * All texts are "text": in the other formats what a program printed would have a meaning.
 */
#include "format_lab.h"

#include <stdlib.h>
#include <string.h>

static int add_test(json_t *tests, const char *number, const struct format_test *test)
{
	return json_array_append_new(tests,
		json_pack("{s:o s:i s:s s:s s:s s:s s:s s:s s:s}", "score",
			format_number(test->earned), "max_score", test->points, "status",
			test->passed ? "passed" : "failed", "name", test->name,
			"name_format", "text", "number", number, "output", test->text,
			"output_format", "text", "visibility", "visible"));
}

/* Numbers say which lab it is: 03.2 */
static int add_lab(json_t *tests, const struct format_lab *lab)
{
	char number[32];
	int err = 0;

	for (size_t i = 0; !err && i < lab->nr_tests; i++) {
		snprintf(number, sizeof(number), "%.2s.%zu", lab->folder, i + 1);
		err = add_test(tests, number, &lab->tests[i]);
	}
	return err;
}

static char *words(const struct format_lab *labs, size_t nr, const char *refused)
{
	char *text = NULL;
	size_t size = 0, nr_sent = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	fputs(refused, out);
	for (size_t i = 0; i < nr; i++)
		if (labs[i].is_sent) {
			nr_sent++;
			fprintf(out, "%s\n", labs[i].feedback);
		}
	if (!nr_sent)
		fputs("No exercise was found in what was sent. Hand in lab03/exercise.c "
		      "or lab03.c, with the number of your lab.\n",
			out);
	return fclose(out) ? NULL : text;
}

json_t *format_gradescope(const struct format_lab *labs, size_t nr, const char *refused)
{
	char *output = words(labs, nr, refused);
	json_t *tests = json_array();
	double seconds = 0, score = 0;
	int err = !output;

	for (size_t i = 0; !err && i < nr; i++) {
		err = add_lab(tests, &labs[i]);
		score += labs[i].points > 0 ? labs[i].points : 0;
		seconds += labs[i].seconds;
	}
	if (err) {
		json_decref(tests);
		tests = NULL;
	}
	tests = json_pack("{s:o s:f s:s s:s s:s s:s s:s s:s s:o}", "score",
		format_number(score), "execution_time", seconds, "output",
		output ? output : "", "output_format", "text", "test_output_format",
		"text", "test_name_format", "text", "visibility", "visible",
		"stdout_visibility", "hidden", "tests", tests);
	free(output);
	return tests;
}
