/* SPDX-License-Identifier: MIT */
/* The learner's progress: noted after a check, and shown by ./check --progress. */
#include "learn.h"
#include "grader/learner/journal.h"
#include "grader/learner/progress.h"
#include "grader/report/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Another file is no try of the learner's, nor what was not judged; natively the user is root. */
void check_note(const struct check *c)
{
	int score = result_score(c->result);
	char words[16];

	if (c->options.exercise || c->options.native || c->info.compiler_words ||
		score < 0)
		return;
	snprintf(words, sizeof(words), "%d", score);
	journal_add(c->root, c->lab->folder, "check", words);
}

int check_begin(const struct check_options *options, const char *root)
{
	struct check finder = {.options = *options, .root = root};
	char *folder;
	int status = check_find_lab(&finder, &folder);

	if (status)
		return status;
	journal_add(root, folder, "begin", "");
	free(folder);
	return 0;
}

int check_progress(const char *root)
{
	struct progress progress;
	FILE *journal = NULL;
	char path[PATH_MAX];
	int err = progress_read(root, &progress);

	if (err)
		return check_complain(EXIT_BROKEN, "reading labs/: %s", strerror(-err));
	progress_print(stdout, &progress, report_style_for(stdout).columns);
	progress_free(&progress);
	if (journal_path(root, path))
		puts("Nothing is kept: you have no home.");
	else if (err = journal_open(root, &journal), err && err != -ENOENT)
		printf("Nothing is kept in %s: %s.\n", path, strerror(-err));
	else
		printf("Kept in %s\n", path);
	if (journal)
		fclose(journal);
	return 0;
}
