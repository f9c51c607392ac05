/* SPDX-License-Identifier: MIT */
/* Reads the checker's datagrams (common/stage/report.h) into a result, see verdict.h. */
#include "verdict.h"
#include "grader/base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FIELDS (CRASH_MAX_PCS + 4)
#define MAX_RUNS 64
#define MAX_SIZES 256
#define MAX_OUTPUT (1024 * 1024)
#define MAX_SERIES 16

/* Splits at the NUL bytes. The number of strings, or -EBADMSG. */
static int split(const char *data, size_t size, const char **fields)
{
	int nr = 0;

	if (!size || data[size - 1])
		return -EBADMSG;
	for (size_t at = 0; at < size; at += strlen(data + at) + 1) {
		if (nr == MAX_FIELDS)
			return -EBADMSG;
		fields[nr++] = data + at;
	}
	return nr;
}

static int number(const char *text, int base, uint64_t *ret)
{
	char *end;
	uint64_t n;

	errno = 0;
	n = strtoull(text, &end, base);
	if (errno || end == text || *end || *text == '-')
		return -EBADMSG;
	*ret = n;
	return 0;
}

static int take_text(const char *text, char **ret)
{
	char *clean = text_clean(text, strlen(text));

	if (!clean)
		return -ENOMEM;
	free(*ret);
	*ret = clean;
	return 0;
}

static enum verdict verdict_by_name(const char *name)
{
	static const enum verdict reported[] = {VERDICT_PASS, VERDICT_FAIL, VERDICT_SKIP,
		VERDICT_TIMEOUT, VERDICT_BROKEN};

	for (size_t i = 0; i < sizeof(reported) / sizeof(*reported); i++)
		if (!strcmp(verdict_name(reported[i]), name))
			return reported[i];
	return VERDICT_NONE;
}

/* claim NAME VERDICT WHERE EXPECTED OBSERVED */
static int take_claim(struct result *result, const char **fields)
{
	enum verdict verdict = verdict_by_name(fields[1]);
	const struct lab *lab = result->lab;
	struct claim_result *claim;
	size_t i = 0;

	while (i < lab->nr_claims && strcmp(lab->claims[i].name, fields[0]))
		i++;
	if (i == lab->nr_claims) {
		result_trouble(result, "the checker judged \"%s\", no claim of lab.json",
			fields[0]);
		return -EBADMSG;
	}
	claim = &result->claims[i];
	if (claim->verdict != VERDICT_NONE) {
		claim->verdict = VERDICT_BROKEN;
		if (take_text("", &claim->expected) || take_text("", &claim->where) ||
			take_text("the checker judged this twice", &claim->observed))
			return -ENOMEM;
		result_trouble(result, "the checker judged \"%s\" twice", fields[0]);
		return -EBADMSG;
	}
	if (verdict == VERDICT_NONE) {
		result_trouble(
			result, "the checker gave an unknown verdict, \"%s\"", fields[1]);
		return -EBADMSG;
	}
	if (take_text(fields[2], &claim->where) ||
		take_text(fields[3], &claim->expected) ||
		take_text(fields[4], &claim->observed))
		return -ENOMEM;
	claim->verdict = verdict;
	return 0;
}

/* size NAME VALUE */
static int take_size(struct result *result, const char **fields)
{
	struct drawn_size *sizes, size = {0};
	int err = number(fields[1], 10, &size.value);

	if (err || result->nr_sizes == MAX_SIZES)
		return err;
	sizes = reallocarray(result->sizes, result->nr_sizes + 1, sizeof(*sizes));
	if (!sizes)
		return -ENOMEM;
	result->sizes = sizes;
	err = take_text(fields[0], &size.name);
	if (!err)
		sizes[result->nr_sizes++] = size;
	return err;
}

/* The run that a report belongs to: the last one, unless that has ended. */
static struct exercise_run *current_run(struct result *result)
{
	size_t nr = result->nr_runs;
	struct exercise_run *runs;

	if (nr && (!result->runs[nr - 1].how || nr == MAX_RUNS))
		return &result->runs[nr - 1];
	runs = reallocarray(result->runs, nr + 1, sizeof(*runs));
	if (!runs)
		return NULL;
	result->runs = runs;
	memset(&runs[nr], 0, sizeof(*runs));
	return &runs[result->nr_runs++];
}

/* at CHECKPOINT */
static int take_checkpoint(struct result *result, const char **fields)
{
	struct exercise_run *run = current_run(result);

	return run ? take_text(fields[0], &run->checkpoint) : -ENOMEM;
}

/* Puts what is safe to print of `text` behind *ret. 0 or -ENOMEM. */
static int append(const char *text, char **ret)
{
	size_t size = *ret ? strlen(*ret) : 0;
	char *part, *whole;

	if (size > MAX_OUTPUT)
		return 0;
	part = text_clean(text, strlen(text));
	whole = part ? realloc(*ret, size + strlen(part) + 1) : NULL;
	if (whole) {
		strcpy(whole + size, part);
		*ret = whole;
	}
	free(part);
	return whole ? 0 : -ENOMEM;
}

/* output TEXT or errors TEXT, in parts. Output has both, in the order in which they came. */
static int take_output(struct result *result, const char **fields, bool is_errors)
{
	struct exercise_run *run = current_run(result);
	int err = run ? append(fields[0], &run->output) : -ENOMEM;

	return !err && is_errors ? append(fields[0], &run->errors) : err;
}

/* end HOW NUMBER */
static int take_end(struct result *result, const char **fields)
{
	struct exercise_run *run;
	uint64_t n;
	int err = number(fields[1], 10, &n);

	if (err)
		return err;
	run = current_run(result);
	if (!run)
		return -ENOMEM;
	run->number = n;
	return take_text(fields[0], &run->how);
}

/* crash PID SIGNAL ADDRESS PC... Of several, of children too, the first stays. */
static int take_crash(struct result *result, const char **fields, size_t nr)
{
	struct crash crash = {0};
	struct exercise_run *run;
	uint64_t pid, signal;
	int err = number(fields[0], 10, &pid);

	if (!err)
		err = number(fields[1], 10, &signal);
	if (!err)
		err = number(fields[2], 16, &crash.address);
	for (size_t i = 3; !err && i < nr && crash.nr_pcs < CRASH_MAX_PCS; i++)
		err = number(fields[i], 16, &crash.pcs[crash.nr_pcs++]);
	if (err)
		return err;
	crash.pid = (long)pid;
	crash.signal = (int)signal;
	run = current_run(result);
	if (!run)
		return -ENOMEM;
	if (!run->crashed)
		run->crash = crash;
	run->crashed = true;
	return 0;
}

static int find_series(struct result *result, const char *name, struct series **ret)
{
	struct series *series, fresh = {0};
	int err;

	for (size_t i = 0; i < result->nr_series; i++) {
		*ret = &result->series[i];
		if (!strcmp((*ret)->name, name))
			return 0;
	}
	if (result->nr_series == MAX_SERIES)
		return -EBADMSG;
	series = reallocarray(result->series, result->nr_series + 1, sizeof(*series));
	if (!series)
		return -ENOMEM;
	result->series = series;
	err = take_text(name, &fresh.name);
	if (!err && take_text("", &fresh.csv)) {
		free(fresh.name);
		err = -ENOMEM;
	}
	if (!err) {
		*ret = &series[result->nr_series++];
		**ret = fresh;
	}
	return err;
}

/* row SERIES LINE. What is too much is left out, as of output. */
static int take_row(struct result *result, const char **fields)
{
	struct series *series;
	char *line = NULL, *csv;
	int err = find_series(result, fields[0], &series);

	if (err || strlen(series->csv) > MAX_OUTPUT)
		return err;
	err = take_text(fields[1], &line);
	if (err)
		return err;
	if (asprintf(&csv, "%s%s\n", series->csv, line) < 0) {
		err = -ENOMEM;
	} else {
		free(series->csv);
		series->csv = csv;
	}
	free(line);
	return err;
}

static int take(struct result *result, const char **fields, size_t nr)
{
	const char *kind = fields[0];

	if (!strcmp(kind, "claim") && nr == 6)
		return take_claim(result, fields + 1);
	if (!strcmp(kind, "size") && nr == 3)
		return take_size(result, fields + 1);
	if (!strcmp(kind, "at") && nr == 2)
		return take_checkpoint(result, fields + 1);
	if (!strcmp(kind, "output") && nr == 2)
		return take_output(result, fields + 1, false);
	if (!strcmp(kind, "errors") && nr == 2)
		return take_output(result, fields + 1, true);
	if (!strcmp(kind, "row") && nr == 3)
		return take_row(result, fields + 1);
	if (!strcmp(kind, "crash") && nr >= 4)
		return take_crash(result, fields + 1, nr - 1);
	if (!strcmp(kind, "end") && nr == 3)
		return take_end(result, fields + 1);
	return -EBADMSG;
}

int result_report(struct result *result, const char *data, size_t size)
{
	const char *fields[MAX_FIELDS];
	int nr = split(data, size, fields);
	int err = nr < 0 ? nr : take(result, fields, nr);

	result->has_reports = true;
	if (err == -EBADMSG)
		result_trouble(result, "the checker sent a report that makes no sense");
	return err;
}
