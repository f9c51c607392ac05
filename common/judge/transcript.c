/* SPDX-License-Identifier: MIT */
/* transcript: see transcript.h. The program's output is hostile: it is walked over once,
 * with a known size, and what is kept of it is bounded. */
#include "transcript.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "transcript_answer.h"
#include "transcript_expected.h"

struct transcript {
	struct expected expected;
	struct answer *answers; /* one for each expected line */
	size_t next;		/* the first that is not answered */
	char *problem;
};

static const struct template *template_of(const struct transcript *t, size_t i)
{
	return &t->expected.lines[i].template;
}

static const char *source_of(const struct transcript *t, size_t i)
{
	return t->expected.lines[i].source;
}

/* Keeps the first problem only: the others often follow from it. */
__attribute__((format(printf, 2, 3))) static int problem(
	struct transcript *t, const char *format, ...)
{
	va_list arguments;
	char *text;
	int length;

	if (t->problem)
		return 0;
	va_start(arguments, format);
	length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0)
		return -ENOMEM;
	t->problem = text;
	return 0;
}

static int problem_two_places(struct transcript *t, size_t i, size_t first, size_t second)
{
	if (template_of(t, i)->repeated)
		return problem(t,
			"lines %zu and %zu of the output are both like “%s”, but other "
			"expected lines stand between: one table is expected",
			first, second, source_of(t, i));
	return problem(t,
		"lines %zu and %zu of the output are both like “%s”: one is expected",
		first, second, source_of(t, i));
}

static int problem_missing(struct transcript *t)
{
	const struct answer *missing = &t->answers[t->next];
	const char *source;

	if (t->next == t->expected.nr)
		return 0;
	source = source_of(t, t->next);
	if (t->next == 0)
		return problem(t, "the output has no line like “%s”", source);
	/* The first template is never early, so there is one before. */
	if (missing->early_at)
		return problem(t,
			"line %zu of the output, like “%s”, comes too early: "
			"a line like “%s” belongs before it",
			missing->early_at, source, source_of(t, t->next - 1));
	return problem(t, "the output has no line like “%s” after its line %zu", source,
		missing[-1].at);
}

static int keep_row(struct transcript *t, size_t i, const struct template_value *values)
{
	if (t->answers[i].nr_rows == TRANSCRIPT_ROWS_MAX)
		return problem(t, "the output has more than %d lines like “%s”",
			TRANSCRIPT_ROWS_MAX, source_of(t, i));
	return answer_append(&t->answers[i], template_of(t, i), values);
}

/* The answer to the template line whose turn it is. */
static int take_next(
	struct transcript *t, size_t number, const struct template_value *values)
{
	size_t i = t->next++;
	struct answer *answer = &t->answers[i];

	answer->at = number;
	if (answer->early_at && problem_two_places(t, i, answer->early_at, number))
		return -ENOMEM;
	return keep_row(t, i, values);
}

/* A line that is not expected now: is it one before its turn, or a second answer? A
 * line that is neither is the program's own affair. */
static int take_other(
	struct transcript *t, const char *line, size_t length, size_t number)
{
	struct template_value values[TEMPLATE_HOLES_MAX];

	for (size_t i = t->next; i < t->expected.nr; i++) {
		struct answer *answer = &t->answers[i];

		if (answer->early_at && !template_of(t, i)->repeated)
			continue;
		if (!template_match(template_of(t, i), line, length, values))
			continue;
		if (!answer->early_at)
			answer->early_at = number;
		return 0;
	}
	for (size_t i = 0; i < t->expected.nr; i++) {
		const struct answer *answer = &t->answers[i];
		size_t first = answer->at ? answer->at : answer->early_at;

		if (first && template_match(template_of(t, i), line, length, values))
			return problem_two_places(t, i, first, number);
	}
	return 0;
}

static int take_line(struct transcript *t, const char *line, size_t length, size_t number)
{
	struct template_value values[TEMPLATE_HOLES_MAX];
	size_t i = t->next;

	if (length > TRANSCRIPT_LINE_MAX || memchr(line, '\0', length))
		return 0;
	length = template_trim(line, length);
	if (i < t->expected.nr && template_match(template_of(t, i), line, length, values))
		return take_next(t, number, values);
	if (i > 0 && template_of(t, i - 1)->repeated &&
		template_match(template_of(t, i - 1), line, length, values))
		return keep_row(t, i - 1, values);
	return take_other(t, line, length, number);
}

static int take_output(struct transcript *t, const char *output, size_t size)
{
	int error = 0;

	for (size_t number = 1; size && !error; number++) {
		const char *newline = memchr(output, '\n', size);
		size_t length = newline ? (size_t)(newline - output) : size;

		error = take_line(t, output, length, number);
		length += newline != NULL;
		output += length;
		size -= length;
	}
	return error ? error : problem_missing(t);
}

int transcript_match(
	FILE *expected, const char *output, size_t size, struct transcript **ret)
{
	struct transcript *t = calloc(1, sizeof(*t));
	struct expected_fault fault;
	int error;

	if (!t)
		return -ENOMEM;
	error = expected_init(expected, &t->expected, &fault);
	if (!error) {
		t->answers = calloc(t->expected.nr, sizeof(*t->answers));
		error = t->answers ? take_output(t, output, size) : -ENOMEM;
	}
	if (error)
		transcript_free(t);
	else
		*ret = t;
	return error;
}

void transcript_fault(FILE *expected, char *ret, size_t size)
{
	struct expected_fault fault;
	struct expected lines;
	int error;

	rewind(expected);
	error = expected_init(expected, &lines, &fault);
	if (error == -EBADMSG)
		snprintf(ret, size, "expected.txt:%zu: %s", fault.line, fault.why);
	else if (error == -ENODATA)
		snprintf(ret, size,
			"expected.txt: it has no line that a program could print");
	else
		snprintf(ret, size, "expected.txt: %s", strerror(-error));
	if (!error)
		expected_deinit(&lines);
}

void transcript_free(struct transcript *transcript)
{
	if (!transcript)
		return;
	for (size_t i = 0; transcript->answers && i < transcript->expected.nr; i++)
		answer_deinit(&transcript->answers[i], template_of(transcript, i));
	free(transcript->answers);
	expected_deinit(&transcript->expected);
	free(transcript->problem);
	free(transcript);
}

bool transcript_complete(const struct transcript *transcript)
{
	return !transcript->problem;
}

const char *transcript_problem(const struct transcript *transcript)
{
	return transcript->problem;
}

/* The value of a hole in a row, if its type is among `types` (bits 1 << type). */
static int find_value(const struct transcript *t, const char *name, size_t row,
	unsigned types, const struct answer_value **ret, enum template_type *ret_type)
{
	const struct template *template;
	size_t i, hole;
	int error = expected_find(&t->expected, name, &i, &hole);

	if (error)
		return error;
	template = template_of(t, i);
	if (!(types & 1u << template->holes[hole].type))
		return -EINVAL;
	if (row >= t->answers[i].nr_rows)
		return -ENODATA;
	*ret = &t->answers[i].values[row * template->nr_holes + hole];
	*ret_type = template->holes[hole].type;
	return 0;
}

const char *transcript_line(const struct transcript *transcript, const char *name)
{
	size_t i, hole;

	return expected_find(&transcript->expected, name, &i, &hole)
		       ? ""
		       : source_of(transcript, i);
}

void transcript_say(const struct transcript *transcript, const char *name,
	const char *value, char *ret, size_t size)
{
	const struct template *template;
	size_t i, hole, used;

	*ret = '\0';
	if (expected_find(&transcript->expected, name, &i, &hole))
		return;
	template = template_of(transcript, i);
	for (size_t at = 0; at <= template->nr_holes; at++) {
		const char *held = at == hole ? value : "…";

		used = strlen(ret);
		snprintf(ret + used, size - used, "%s%s", template->literals[at],
			at < template->nr_holes ? held : "");
	}
}

const char *transcript_hole(const struct transcript *transcript, size_t nth)
{
	for (size_t i = 0; i < transcript->expected.nr; i++) {
		const struct template *template = template_of(transcript, i);

		if (nth < template->nr_holes)
			return template->holes[nth].name;
		nth -= template->nr_holes;
	}
	return NULL;
}

int transcript_rows(
	const struct transcript *transcript, const char *name, size_t *ret_nr_rows)
{
	size_t i, hole;
	int error = expected_find(&transcript->expected, name, &i, &hole);

	if (!error)
		*ret_nr_rows = transcript->answers[i].nr_rows;
	return error;
}

int transcript_row_int(
	const struct transcript *transcript, const char *name, size_t row, int64_t *ret)
{
	const struct answer_value *value;
	enum template_type type;
	int error = find_value(transcript, name, row, 1u << TEMPLATE_INT, &value, &type);

	if (!error)
		*ret = (int64_t)value->number;
	return error;
}

int transcript_row_u64(
	const struct transcript *transcript, const char *name, size_t row, uint64_t *ret)
{
	unsigned types = 1u << TEMPLATE_INT | 1u << TEMPLATE_HEX;
	const struct answer_value *value;
	enum template_type type;
	int error = find_value(transcript, name, row, types, &value, &type);

	if (error)
		return error;
	if (type == TEMPLATE_INT && (int64_t)value->number < 0)
		return -ERANGE;
	*ret = value->number;
	return 0;
}

int transcript_row_word(const struct transcript *transcript, const char *name, size_t row,
	const char **ret)
{
	unsigned types = 1u << TEMPLATE_WORD | 1u << TEMPLATE_TEXT;
	const struct answer_value *value;
	enum template_type type;
	int error = find_value(transcript, name, row, types, &value, &type);

	if (!error)
		*ret = value->text;
	return error;
}

int transcript_int(const struct transcript *transcript, const char *name, int64_t *ret)
{
	return transcript_row_int(transcript, name, 0, ret);
}

int transcript_u64(const struct transcript *transcript, const char *name, uint64_t *ret)
{
	return transcript_row_u64(transcript, name, 0, ret);
}

int transcript_word(
	const struct transcript *transcript, const char *name, const char **ret)
{
	return transcript_row_word(transcript, name, 0, ret);
}
