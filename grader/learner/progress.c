/* SPDX-License-Identifier: MIT */
/* Progress, see progress.h. */
#include "progress.h"
#include "journal.h"
#include "grader/base/text.h"
#include "grader/lab/folders.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FULL_SCORE 100
#define PAUSE_SECONDS (15 * 60) /* longer ones count as long as this */

static int list_labs(const char *root, struct progress *ret)
{
	char **folders;
	size_t nr = 0;
	int err = lab_in_order(root, &folders);

	if (err)
		return err;
	while (folders[nr])
		nr++;
	ret->labs = calloc(nr + 1, sizeof(*ret->labs));
	if (!ret->labs)
		err = -ENOMEM;
	for (size_t i = 0; i < nr; i++) {
		if (err)
			free(folders[i]);
		else
			ret->labs[i] = (struct progress_lab){.folder = folders[i],
				.last = -1,
				.best = -1,
				.best_seconds = -1};
	}
	ret->nr = err ? 0 : nr;
	free(folders);
	return err;
}

static struct progress_lab *find(const struct progress *progress, const char *folder)
{
	for (size_t i = 0; i < progress->nr; i++)
		if (!strcmp(progress->labs[i].folder, folder))
			return &progress->labs[i];
	return NULL;
}

static void take_check(struct progress_lab *lab, const struct journal_event *event)
{
	long long pause;

	lab->last = (int)strtol(event->words, NULL, 10);
	if (lab->last > lab->best)
		lab->best = lab->last;
	lab->nr_tries++;
	lab->last_at = event->at;
	if (!lab->running && !lab->passed) {
		lab->running = true;
		lab->counted_at = event->at;
	}
	if (!lab->running)
		return;
	pause = event->at - lab->counted_at;
	if (pause > 0)
		lab->seconds += pause < PAUSE_SECONDS ? (long)pause : PAUSE_SECONDS;
	lab->counted_at = event->at;
	if (lab->last < FULL_SCORE)
		return;
	if (lab->best_seconds < 0 || lab->seconds < lab->best_seconds)
		lab->best_seconds = lab->seconds;
	lab->passed = true;
	lab->running = false;
}

static void take(struct progress_lab *lab, const struct journal_event *event)
{
	if (!strcmp(event->what, "check")) {
		take_check(lab, event);
	} else if (!strcmp(event->what, "begin")) {
		lab->running = true;
		lab->seconds = 0;
		lab->counted_at = event->at;
	} else if (!strcmp(event->what, "solution")) {
		lab->seen_solution |= !lab->passed;
	}
}

int progress_parse(const char *root, FILE *journal, struct progress *ret)
{
	struct progress progress = {0};
	struct journal_event event;
	struct progress_lab *lab;
	int err = list_labs(root, &progress);

	if (err)
		return err;
	while (journal && !journal_next(journal, &event)) {
		lab = find(&progress, event.folder);
		if (lab)
			take(lab, &event);
	}
	*ret = progress;
	return 0;
}

int progress_read(const char *root, struct progress *ret)
{
	FILE *journal = NULL;
	int err;

	journal_open(root, &journal);
	err = progress_parse(root, journal, ret);
	if (journal)
		fclose(journal);
	return err;
}

void progress_free(struct progress *progress)
{
	for (size_t i = 0; i < progress->nr; i++)
		free(progress->labs[i].folder);
	free(progress->labs);
}

const struct progress_lab *progress_of(
	const struct progress *progress, const char *folder)
{
	return find(progress, folder);
}

const struct progress_lab *progress_next(const struct progress *progress)
{
	const struct progress_lab *first = NULL, *begun = NULL;

	for (size_t i = 0; i < progress->nr; i++) {
		const struct progress_lab *lab = &progress->labs[i];

		if (lab->passed)
			continue;
		if (!first)
			first = lab;
		if (lab->nr_tries && (!begun || lab->last_at > begun->last_at))
			begun = lab;
	}
	return begun ? begun : first;
}

static void print_lab(FILE *out, const struct progress_lab *lab)
{
	char state[64] = "";

	fprintf(out, "  %.2s %-22s", lab->folder, lab->folder + 3);
	if (!lab->nr_tries) {
		fputs("    –\n", out);
		return;
	}
	if (lab->passed)
		snprintf(state, sizeof(state), "%s",
			lab->seen_solution ? "passed, with the solution" : "passed");
	else if (lab->last < lab->best)
		snprintf(state, sizeof(state), "begun; last %d", lab->last);
	else
		snprintf(state, sizeof(state), "begun");
	fprintf(out, "%5d %6u", lab->best, lab->nr_tries);
	if (lab->passed)
		fprintf(out, "  %3ld:%02ld", lab->best_seconds / 3600,
			lab->best_seconds / 60 % 60);
	else
		fprintf(out, "%8s", "");
	fprintf(out, "  %s\n", state);
}

static void print_next(FILE *out, const struct progress_lab *next, size_t columns)
{
	char words[256];

	if (!next) {
		fputs("Next: that was the last lab.\n", out);
		return;
	}
	if (!next->nr_tries)
		snprintf(words, sizeof(words),
			"lab %.2s, the first in the order of the labs that you have not "
			"passed",
			next->folder);
	else
		snprintf(words, sizeof(words),
			"lab %.2s, which you have begun: the last check gave %d of %d",
			next->folder, next->last, FULL_SCORE);
	text_paragraph(out, "Next: ", words, columns);
	fprintf(out, "      make lab%.2s && ./check --watch\n", next->folder);
}

void progress_print(FILE *out, const struct progress *progress, size_t columns)
{
	size_t nr_passed = 0;

	fprintf(out, "  %-25s%5s %6s  %6s\n", "lab", "best", "tries", "h:min");
	for (size_t i = 0; i < progress->nr; i++) {
		print_lab(out, &progress->labs[i]);
		nr_passed += progress->labs[i].passed;
	}
	fprintf(out, "%zu of %zu labs passed\n", nr_passed, progress->nr);
	print_next(out, progress_next(progress), columns);
}
