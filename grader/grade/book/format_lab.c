/* SPDX-License-Identifier: MIT */
/* A student's lab from its result, see format_lab.h. */
#include "format_lab.h"
#include "grader/grade/intake/members.h"
#include "report.h"
#include "grader/lab/lab_json.h"
#include "grader/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define MOST_FEEDBACK (4 * 1024 * 1024)

/* Clean, and cut between two characters; NULL if there is no memory. */
static char *fit(const char *text, size_t size, size_t most)
{
	static const char cut[] = "\n[the rest is left out]";
	size_t end = most - sizeof(cut);
	char *clean = text_clean(text, size);

	if (!clean || strlen(clean) <= most)
		return clean;
	while (end && (clean[end] & 0xc0) == 0x80)
		end--;
	strcpy(clean + end, cut);
	return clean;
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static char *name_of(const json_t *claim)
{
	char *sentence = claim_sentence(text_of(claim, "name")), *name = NULL;

	if (sentence)
		name = fit(sentence, strlen(sentence), FORMAT_NAME);
	free(sentence);
	return name;
}

static char *describe(const json_t *claim)
{
	char *text = NULL, *clean;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	fputs(text_of(claim, "verdict"), out);
	if (*text_of(claim, "where"))
		fprintf(out, ", %s", text_of(claim, "where"));
	if (*text_of(claim, "expected"))
		fprintf(out, "\nexpected: %s", text_of(claim, "expected"));
	if (*text_of(claim, "observed"))
		fprintf(out, "\nobserved: %s", text_of(claim, "observed"));
	if (fclose(out))
		return NULL;
	clean = fit(text, size, FORMAT_TEXT);
	free(text);
	return clean;
}

static int add_test(struct format_lab *lab, const struct format_test *test)
{
	struct format_test *tests =
		reallocarray(lab->tests, lab->nr_tests + 1, sizeof(*tests));

	if (tests)
		lab->tests = tests;
	if (!tests || !test->name || !test->text) {
		free(test->name);
		free(test->text);
		return -ENOMEM;
	}
	tests[lab->nr_tests++] = *test;
	return 0;
}

static int add_claims(struct format_lab *lab, const json_t *result)
{
	json_t *claim;
	size_t i;
	int err = 0;

	json_array_foreach(json_object_get(result, "claims"), i, claim)
	{
		struct format_test test = {.name = name_of(claim),
			.text = describe(claim),
			.passed = !strcmp(text_of(claim, "verdict"), "PASS"),
			.points =
				(int)json_integer_value(json_object_get(claim, "points")),
			.earned = json_number_value(json_object_get(claim, "earned"))};

		err = err ? err : add_test(lab, &test);
	}
	return err;
}

/* The teacher's points stand for those of all claims. */
static int add_override(struct format_lab *lab, const struct book_cell *cell)
{
	struct format_test test = {.name = strdup("Points set by the teacher"),
		.text = fit(cell->reason, strlen(cell->reason), FORMAT_TEXT),
		.passed = cell->points == LAB_POINTS,
		.points = LAB_POINTS,
		.earned = cell->points};

	return add_test(lab, &test);
}

static char *load_feedback(const char *results, const char *student, const char *lab)
{
	char path[PATH_MAX], *text = NULL, *clean;
	size_t size = 0;

	if (snprintf(path, sizeof(path), "%s/%s/%s/feedback.txt", results, student,
		    lab) >= (int)sizeof(path) ||
		grade_load(AT_FDCWD, path, MOST_FEEDBACK, &text, &size))
		return strdup("");
	clean = fit(text, size, FORMAT_WORDS);
	free(text);
	return clean;
}

static double seconds_of(const json_t *result)
{
	const json_t *times = json_object_get(result, "times");

	return json_number_value(json_object_get(times, "build_seconds")) +
	       json_number_value(json_object_get(times, "machine_seconds")) +
	       json_number_value(json_object_get(times, "run_seconds"));
}

json_t *format_number(double number)
{
	if (number == (double)(long)number)
		return json_integer((long)number);
	return json_real(number);
}

int format_lab_load(const struct book *book, const char *results, size_t row, size_t lab,
	struct format_lab *ret)
{
	const struct book_cell *cell = &book->rows[row].cells[lab];
	json_t *result = report_load(results, book, row, lab);
	const char *words = text_of(result, "compiler");
	struct format_lab loaded = {.folder = book->labs[lab],
		.is_sent = (cell->state != BOOK_NOT_SENT || cell->overridden) &&
			   !(cell->overridden && cell->excused),
		.points = book_points(cell),
		.seconds = seconds_of(result)};
	int err;

	/* A result that went since the book was read. */
	if (cell->state == BOOK_GRADED && !result && !cell->overridden)
		loaded.points = -1;
	err = cell->overridden && cell->excused ? 0
	      : cell->overridden		? add_override(&loaded, cell)
						: add_claims(&loaded, result);
	loaded.feedback =
		result ? load_feedback(results, book_holder(&book->rows[row], lab),
				 book->labs[lab])
		       : strdup("");
	if (*words && !cell->overridden)
		loaded.compiler = fit(words, strlen(words), FORMAT_WORDS);
	if (!loaded.feedback || (*words && !cell->overridden && !loaded.compiler))
		err = -ENOMEM;
	json_decref(result);
	if (err)
		format_lab_deinit(&loaded);
	else
		*ret = loaded;
	return err;
}

void format_lab_deinit(struct format_lab *lab)
{
	for (size_t i = 0; i < lab->nr_tests; i++) {
		free(lab->tests[i].name);
		free(lab->tests[i].text);
	}
	free(lab->tests);
	free(lab->feedback);
	free(lab->compiler);
	*lab = (struct format_lab){0};
}
