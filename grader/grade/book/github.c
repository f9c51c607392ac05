/* SPDX-License-Identifier: MIT */
/*
 * What the reporter of GitHub Classroom takes, one runner for a lab. The format: the action
 * classroom-resources/autograding-grading-reporter, its README and what it reads of
 * LAB03_RESULTS: a JSON object in base64. Here it is a file of lines for $GITHUB_OUTPUT
 * («Workflow commands for GitHub Actions», Setting an output parameter).
 *
 * The reporter adds up "score" of all tests, and "max_score" of the runners. A runner with
 * "max_score" 0 counts for neither: so is a lab that could not be graded, as an "error".
 */
#include "format_lab.h"
#include "grader/lab/lab_json.h"

#include <resolv.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGE 1024 /* the whole goes into one variable of an environment: 128 KiB */

/*
 * The reporter prints messages to a log in which lines that begin with "::" and what follows
 * "##[" are commands. No line but the first, which the reporter begins, starts with what a
 * program printed.
 */
static char *harmless(const char *text)
{
	char *safe = NULL;
	size_t size, left = MESSAGE;
	FILE *out = open_memstream(&safe, &size);

	if (!out)
		return NULL;
	for (; *text && left; text++, left--) {
		fputc(*text, out);
		if (*text == '\n')
			fputs("| ", out);
		else if (!strncmp(text, "##[", 3))
			fputc(' ', out);
	}
	/* Not within a character. */
	for (; (*text & 0xc0) == 0x80; text++)
		fputc(*text, out);
	return fclose(out) ? NULL : safe;
}

static int add_test(
	json_t *tests, const char *name, const char *status, int score, const char *text)
{
	char *message = harmless(text);
	int err = message ? json_array_append_new(tests,
				    json_pack("{s:s s:s s:i s:s s:s s:s s:i}", "name",
					    name, "status", status, "score", score,
					    "message", message, "test_code", "",
					    "filename", "exercise.c", "line_no", 0))
			  : -1;

	free(message);
	return err;
}

json_t *format_github(const struct format_lab *lab)
{
	bool ungraded = format_is_ungraded(lab);
	const char *status = ungraded			 ? "error"
			     : lab->points == LAB_POINTS ? "pass"
							 : "fail";
	json_t *tests = json_array();
	int err = 0;

	if (ungraded)
		err = add_test(tests, "grading", status, 0,
			"This could not be graded, which is no fault of yours. No points "
			"are lost: run it again.");
	for (size_t i = 0; !err && !ungraded && i < lab->nr_tests; i++)
		err = add_test(tests, lab->tests[i].name,
			lab->tests[i].passed ? "pass" : "fail", lab->tests[i].earned,
			lab->tests[i].text);
	if (err) {
		json_decref(tests);
		return NULL;
	}
	return json_pack("{s:i s:s s:i s:o}", "version", 1, "status", status, "max_score",
		ungraded ? 0 : LAB_POINTS, "tests", tests);
}

/* lab03=BASE64, which GitHub takes for the output lab03 of a step. */
static int print_lab(FILE *out, const struct format_lab *lab)
{
	json_t *json = format_github(lab);
	char *text = json ? json_dumps(json, JSON_COMPACT) : NULL, *encoded = NULL;
	size_t size = text ? strlen(text) : 0, room = (size + 2) / 3 * 4 + 1;

	json_decref(json);
	if (text)
		encoded = malloc(room);
	if (encoded && b64_ntop((unsigned char *)text, size, encoded, room) >= 0)
		fprintf(out, "lab%.2s=%s\n", lab->folder, encoded);
	free(text);
	free(encoded);
	return encoded ? 0 : -1;
}

char *format_github_output(const struct format_lab *labs, size_t nr)
{
	char *text = NULL;
	const char *comma = "";
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	int err = !out;

	for (size_t i = 0; !err && i < nr; i++)
		if (labs[i].is_sent)
			err = print_lab(out, &labs[i]);
	if (!err)
		fputs("runners=", out);
	for (size_t i = 0; !err && i < nr; i++)
		if (labs[i].is_sent) {
			fprintf(out, "%slab%.2s", comma, labs[i].folder);
			comma = ",";
		}
	if (!err)
		fputc('\n', out);
	if (out && fclose(out))
		err = -1;
	if (!err)
		return text;
	free(text);
	return NULL;
}
