/* SPDX-License-Identifier: MIT */
/* ./check --predict: asks what will happen, and shows beside it what did once the lab has passed. */
#include "learn.h"
#include "grader/base/text.h"
#include "grader/learner/predictions.h"
#include "grader/learner/progress.h"
#include "grader/report/paint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define QUESTION_INDENT 8
#define LABEL_COLUMNS 11

static void title(struct page *page, const char *folder)
{
	paint(page, PAINT_BOLD);
	fprintf(page->out, "Lab %.2s %s: predictions\n", folder, folder + 3);
	paint(page, PAINT_OFF);
}

static void question(struct page *page, const struct predictions *predictions, size_t i)
{
	char first[64];

	snprintf(first, sizeof(first), "%zu of %zu  ", i + 1, predictions->nr);
	fputc('\n', page->out);
	text_paragraph(page->out, first, predictions->list[i].question, page->columns);
}

static void row(struct page *page, const char *label, const char *text)
{
	paint(page, PAINT_DIM);
	fprintf(page->out, "%*s%-*s", QUESTION_INDENT, "", LABEL_COLUMNS, label);
	paint(page, PAINT_OFF);
	text_rest(page->out, QUESTION_INDENT + LABEL_COLUMNS, text, page->columns);
}

/* An answer that can be one; -EINVAL otherwise. */
static int parse_answer(const struct prediction *prediction, const char *line, long *ret)
{
	char *end;
	long number;

	errno = 0;
	number = strtol(line, &end, 10);
	end += strspn(end, " \t\r\n");
	if (errno || end == line || *end || number < 0 ||
		(prediction->nr_choices &&
			(number < 1 || (size_t)number > prediction->nr_choices)))
		return -EINVAL;
	*ret = number;
	return 0;
}

static void prompt(struct page *page, const struct prediction *prediction)
{
	fprintf(page->out, "%*syour prediction", QUESTION_INDENT, "");
	if (prediction->nr_choices)
		fprintf(page->out, " (1 to %zu)", prediction->nr_choices);
	else
		fputs(" (a number)", page->out);
	if (prediction->is_given)
		fprintf(page->out, " [%ld]", prediction->given);
	fputs(": ", page->out);
	fflush(page->out);
}

/* 0, also where nothing is answered; -ENODATA at the end of the input, or -errno of keeping it. */
static int ask(struct page *page, const char *root, const char *folder,
	struct prediction *prediction)
{
	char *line = NULL;
	size_t capacity = 0;
	int err = -EINVAL;
	long answer;

	for (size_t i = 0; i < prediction->nr_choices; i++)
		fprintf(page->out, "%*s%zu  %s\n", QUESTION_INDENT, "", i + 1,
			prediction->choices[i]);
	while (err == -EINVAL) {
		prompt(page, prediction);
		if (getline(&line, &capacity, stdin) < 0)
			err = -ENODATA;
		else if (line[strspn(line, " \t\r\n")] == '\0')
			err = 0;
		else if (!(err = parse_answer(prediction, line, &answer)))
			err = prediction_give(root, folder, prediction, answer);
		if (!isatty(STDIN_FILENO) || err == -ENODATA)
			fputc('\n', page->out);
	}
	free(line);
	return err;
}

static int ask_all(struct page *page, const char *root, const char *folder,
	struct predictions *predictions)
{
	int err = 0;

	text_paragraph(page->out, "",
		"Predict, before you run anything. It gives no points. Enter leaves a "
		"question out, Ctrl-D ends.",
		page->columns);
	for (size_t i = 0; !err && i < predictions->nr; i++) {
		question(page, predictions, i);
		err = ask(page, root, folder, &predictions->list[i]);
	}
	if (err && err != -ENODATA)
		return check_complain(EXIT_BROKEN,
			"what you predict cannot be kept: %s. ./check --doctor says more",
			strerror(-err));
	fprintf(page->out,
		"\nKept: %zu of %zu. Once lab %.2s has passed, ./check lab%.2s "
		"--predict\n"
		"shows what happened beside them.\n",
		predictions_given(predictions), predictions->nr, folder, folder);
	return 0;
}

static void show(struct page *page, const struct prediction *prediction)
{
	char buffer[32], words[512];
	const char *said = prediction_words(prediction, prediction->given, buffer);

	if (prediction_is_right(prediction)) {
		snprintf(words, sizeof(words), "%s: so it is", said);
		row(page, "you said", words);
	} else {
		row(page, "you said", prediction->is_given ? said : "nothing");
		row(page, "it is",
			prediction_words(prediction, prediction->answer, buffer));
	}
	row(page, "because", prediction->because);
	if (prediction->was_seen)
		row(page, "your run", prediction->was_seen);
}

static void show_all(struct page *page, const struct predictions *predictions)
{
	bool seen = false;

	for (size_t i = 0; i < predictions->nr; i++) {
		question(page, predictions, i);
		show(page, &predictions->list[i]);
		seen |= predictions->list[i].was_seen != NULL;
	}
	fprintf(page->out,
		"\nYou predicted %zu of %zu, and %zu are right. This gives no points.\n",
		predictions_given(predictions), predictions->nr,
		predictions_right(predictions));
	if (seen)
		fputs("Your run had other sizes than the chapter.\n", page->out);
}

static bool has_passed(const char *root, const char *folder)
{
	struct progress progress;
	const struct progress_lab *lab;
	bool passed;

	if (progress_read(root, &progress))
		return false;
	lab = progress_of(&progress, folder);
	passed = lab && lab->passed;
	progress_free(&progress);
	return passed;
}

int check_predict(const struct check_options *options, const char *root)
{
	struct report_style style = report_style_for(stdout);
	struct page page = {
		.out = stdout, .colour = style.colour, .columns = style.columns};
	struct check finder = {.options = *options, .root = root};
	struct predictions predictions;
	char *folder, why[LAB_WHY];
	int status = check_find_lab(&finder, &folder), err;

	if (status)
		return status;
	err = predictions_load(root, folder, &predictions, why);
	if (!err)
		title(&page, folder);
	if (err == -ENOENT)
		status = check_complain(
			EXIT_USAGE, "lab %.2s has nothing to predict", folder);
	else if (err)
		status = check_complain(EXIT_BROKEN, "%s", why);
	if (!status && has_passed(root, folder))
		show_all(&page, &predictions);
	else if (!status)
		status = ask_all(&page, root, folder, &predictions);
	if (!err)
		predictions_free(&predictions);
	free(folder);
	return status;
}

void check_tell_predictions(struct check *c)
{
	const struct result *result = c->result;
	struct predictions predictions;
	char why[LAB_WHY], *note;

	if (c->options.exercise || c->options.native || !result_passed(result) ||
		predictions_load(c->root, result->lab->folder, &predictions, why))
		return;
	for (size_t i = 0; i < result->nr_runs; i++)
		if (result->runs[i].output)
			predictions_see(c->root, result->lab->folder, &predictions,
				result->runs[i].output);
	if (predictions_given(&predictions) &&
		asprintf(&note,
			"Of %zu predictions %zu are right: ./check lab%.2s --predict "
			"shows each",
			predictions_given(&predictions), predictions_right(&predictions),
			result->lab->folder) >= 0)
		c->info.note = c->note = note;
	predictions_free(&predictions);
}
