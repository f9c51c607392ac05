/* SPDX-License-Identifier: MIT */
/*
 * What the reporter of GitHub Classroom takes. The format: the action
 * classroom-resources/autograding-grading-reporter, its README and what it reads of
 * LAB03_RESULTS: a JSON object in base64. Here these are lines for $GITHUB_OUTPUT and for
 * $GITHUB_ENV (“Workflow commands for GitHub Actions”).
 *
 * What it tells Classroom is the sum of "score" of all tests; what its log shows was, in some
 * versions, the part of the tests that passed. Both are the points where a runner is one claim:
 * LAB03CLAIM1. One for the whole lab, LAB03, is there for workflows that name it.
 *
 * A runner with "max_score" 0 counts for neither: so is a lab that could not be graded, as an
 * "error".
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
static char *harmless_of(const char *text, size_t left)
{
	char *safe = NULL;
	size_t size;
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

static char *harmless(const char *text)
{
	return harmless_of(text, MESSAGE);
}

static char *harmless_all(const char *text)
{
	return harmless_of(text, strlen(text));
}

static int add_test(json_t *tests, const char *name, const char *status, double score,
	const char *text)
{
	char *message = harmless(text);
	int err =
		message ? json_array_append_new(tests,
				  json_pack("{s:s s:s s:o s:s s:s s:s s:i}", "name", name,
					  "status", status, "score", format_number(score),
					  "message", message, "test_code", "", "filename",
					  "exercise.c", "line_no", 0))
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
			"The grader failed to judge this lab. No points are lost: run it "
			"again.");
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

/* NAME=BASE64. Frees `json`. */
static int print_runner(FILE *out, const char *name, json_t *json)
{
	char *text = json ? json_dumps(json, JSON_COMPACT) : NULL, *encoded = NULL;
	size_t size = text ? strlen(text) : 0, room = (size + 2) / 3 * 4 + 1;

	json_decref(json);
	if (text)
		encoded = malloc(room);
	if (encoded && b64_ntop((unsigned char *)text, size, encoded, room) >= 0)
		fprintf(out, "%s=%s\n", name, encoded);
	free(text);
	free(encoded);
	return encoded ? 0 : -1;
}

/* lab03=…, which GitHub takes for the output lab03 of a step. */
static int print_lab(FILE *out, const struct format_lab *lab)
{
	char name[16];

	snprintf(name, sizeof(name), "lab%.2s", lab->folder);
	return print_runner(out, name, format_github(lab));
}

/* A runner that is worth so many points, and is had or not. */
struct runner {
	const char *name, *text;
	double points;
	bool passed;
};

/* One for a claim; two where a part of the points is had. */
static size_t split(const struct format_test *test, struct runner ret[2])
{
	double lost = test->points - test->earned;
	size_t nr = 0;

	if (test->earned > 0 || lost <= 0)
		ret[nr++] = (struct runner){test->name, test->text, test->earned, true};
	if (lost > 0)
		ret[nr++] = (struct runner){test->name, test->text, lost, false};
	return nr;
}

static json_t *make_runner(const struct runner *runner)
{
	json_t *tests = json_array();
	const char *status = runner->passed ? "pass" : "fail";

	if (add_test(tests, runner->name, status, runner->passed ? runner->points : 0,
		    runner->text)) {
		json_decref(tests);
		return NULL;
	}
	return json_pack("{s:i s:s s:o s:o}", "version", 1, "status", status, "max_score",
		format_number(runner->points), "tests", tests);
}

/* Calls `print` for each runner of a lab: LAB03CLAIM1 and on. */
static int for_runners(FILE *out, const struct format_lab *lab,
	int (*print)(FILE *, const char *name, const struct runner *runner))
{
	struct runner runners[2];
	char name[40];
	size_t nr = 0;
	int err = 0;

	for (size_t i = 0; !err && i < lab->nr_tests; i++) {
		size_t n = split(&lab->tests[i], runners);

		for (size_t k = 0; !err && k < n; k++) {
			snprintf(
				name, sizeof(name), "LAB%.2sCLAIM%zu", lab->folder, ++nr);
			err = print(out, name, &runners[k]);
		}
	}
	return err;
}

static int print_env(FILE *out, const char *name, const struct runner *runner)
{
	char variable[60];

	snprintf(variable, sizeof(variable), "%s_RESULTS", name);
	return print_runner(out, variable, make_runner(runner));
}

static int print_name(FILE *out, const char *name, const struct runner *runner)
{
	(void)runner;
	fprintf(out, "%s%s", ftell(out) ? "," : "", name);
	return 0;
}

char *format_github_env(const struct format_lab *labs, size_t nr)
{
	char *text = NULL, name[40];
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	int err = !out;

	for (size_t i = 0; !err && i < nr; i++) {
		if (!labs[i].is_sent)
			continue;
		if (!format_is_ungraded(&labs[i])) {
			err = for_runners(out, &labs[i], print_env);
			continue;
		}
		snprintf(name, sizeof(name), "LAB%.2sCLAIM1_RESULTS", labs[i].folder);
		err = print_runner(out, name, format_github(&labs[i]));
	}
	if (out && fclose(out))
		err = -1;
	if (!err)
		return text;
	free(text);
	return NULL;
}

/* The names of all runners, between commas, malloc'ed; NULL: no memory. */
static char *runner_names(const struct format_lab *labs, size_t nr)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	for (size_t i = 0; out && i < nr; i++)
		if (labs[i].is_sent && format_is_ungraded(&labs[i]))
			fprintf(out, "%sLAB%.2sCLAIM1", ftell(out) ? "," : "",
				labs[i].folder);
		else if (labs[i].is_sent)
			for_runners(out, &labs[i], print_name);
	return out && !fclose(out) ? text : NULL;
}

char *format_github_output(const struct format_lab *labs, size_t nr)
{
	char *text = NULL, *claims;
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
	claims = err ? NULL : runner_names(labs, nr);
	if (claims)
		fprintf(out, "\nclaims=%s\n", claims);
	else
		err = -1;
	free(claims);
	if (out && fclose(out))
		err = -1;
	if (!err)
		return text;
	free(text);
	return NULL;
}

/* A value of a command: what would end it or the line goes as %XX. */
static void print_escaped(FILE *out, const char *text, bool is_property)
{
	for (; *text; text++)
		if (*text == '%' || *text == '\r' || *text == '\n' ||
			(is_property && (*text == ':' || *text == ',')))
			fprintf(out, "%%%02X", (unsigned char)*text);
		else
			fputc(*text, out);
}

static void print_annotation(
	FILE *out, const struct format_lab *lab, const char *title, const char *text)
{
	fprintf(out, "::error file=labs/%s/exercise.c,title=Lab %.2s%%3A ", lab->folder,
		lab->folder);
	print_escaped(out, title, true);
	fputs("::", out);
	print_escaped(out, text, false);
	fputc('\n', out);
}

/* Words that a program may have printed: no line of them is a command. */
static void print_words(FILE *out, const char *text)
{
	char *safe = harmless_all(text);

	fprintf(out, "| %s\n", safe ? safe : "?");
	free(safe);
}

char *format_github_log(const struct format_lab *labs, size_t nr, const char *refused)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (*refused)
		print_words(out, refused);
	for (size_t i = 0; i < nr; i++) {
		if (!labs[i].is_sent)
			continue;
		fprintf(out, "::group::Lab %.2s\n", labs[i].folder);
		print_words(out, labs[i].feedback);
		fputs("::endgroup::\n", out);
		if (format_is_ungraded(&labs[i])) {
			print_annotation(out, &labs[i], "not graded",
				"The grader failed to judge this lab.");
			continue;
		}
		if (labs[i].compiler)
			print_annotation(
				out, &labs[i], "does not compile", labs[i].compiler);
		for (size_t k = 0; !labs[i].compiler && k < labs[i].nr_tests; k++)
			if (!labs[i].tests[k].passed)
				print_annotation(out, &labs[i], labs[i].tests[k].name,
					labs[i].tests[k].text);
	}
	return fclose(out) ? NULL : text;
}
