/* SPDX-License-Identifier: MIT */
/* Before anything runs: the lab, the seed, the programs. See parts.h. */
#include "parts.h"
#include "grader/build/diagnose.h"
#include "grader/lab/folders.h"
#include "grader/base/phase.h"
#include "grader/session/session.h"
#include "grader/base/text.h"
#include "vm/host/progress.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static bool complains_over_line;

void check_complain_over_line(void)
{
	complains_over_line = progress_redraws(STDERR_FILENO);
}

int check_complain(int status, const char *format, ...)
{
	va_list ap;

	if (complains_over_line)
		fputs("\r\033[K", stderr);
	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	return status;
}

int check_end_words(int status)
{
	int err = text_end(stdout);

	return err ? check_complain(EXIT_BROKEN, "stdout cannot be written to: %s",
			     strerror(-err))
		   : status;
}

int check_find_lab(struct check *c, char **ret)
{
	const char *word = c->options.lab;
	char *current = NULL, *names;
	int err;

	if (!word && session_current_lab(c->root, &current))
		return check_complain(
			EXIT_USAGE, "which lab? Say ./check labNN, or make labNN first");
	err = lab_find(c->root, word ? word : current, ret);
	if (err == -ENOENT && !lab_names(c->root, &names)) {
		check_complain(EXIT_USAGE, "there is no lab \"%s\". There are: %s",
			word ? word : current, *names ? names : "none");
		free(names);
	} else if (err) {
		check_complain(EXIT_USAGE, "reading labs/: %s", strerror(-err));
	}
	free(current);
	return err ? EXIT_USAGE : 0;
}

static bool has_native_part(const char *root, const char *folder)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/labs/%s/native.c", root, folder);
	return !access(path, F_OK);
}

void check_clear(struct check *c)
{
	if (c->options.wait_fd < 0 || c->cleared || !progress_redraws(STDOUT_FILENO))
		return;
	fputs("\033[H\033[2J", stdout);
	fflush(stdout);
	c->cleared = true;
}

int check_take_source(struct check *c)
{
	int err;

	if (!c->options.exercise)
		return 0;
	source_free(&c->source);
	err = source_take(c->options.exercise, &c->source);
	if (err)
		return check_complain(
			EXIT_USAGE, "%s: %s", c->options.exercise, strerror(-err));
	c->info.exercise = c->source.named;
	return 0;
}

int check_prepare(struct check *c)
{
	char *folder = NULL, why[LAB_WHY];
	int status = check_find_lab(c, &folder);

	if (status)
		return status;
	status = check_take_source(c);
	if (status) {
		free(folder);
		return status;
	}
	if (lab_load(c->root, folder, &c->lab, why))
		status = check_complain(EXIT_BROKEN, "%s", why);
	lab_next(c->root, folder, &c->next_lab);
	c->info.has_native_part = has_native_part(c->root, folder);
	free(folder);
	if (!status && result_new(c->lab, &c->result))
		status = check_complain(EXIT_BROKEN, "out of memory");
	if (!c->options.seed_given) {
		uint32_t drawn = 0;

		if (getrandom(&drawn, sizeof(drawn), 0) != sizeof(drawn))
			drawn = (uint32_t)time(NULL);
		c->options.seed = drawn;
	}
	if (!c->options.exercise)
		c->info.exercise = "";
	c->info.exercise_given = c->options.exercise;
	c->info.seed = c->options.seed;
	c->info.next_lab = c->next_lab;
	return status;
}

bool check_interrupted(void)
{
	return session_signal();
}

void check_annotate(struct check *c)
{
	char *words;

	if (build_explain(c->build, c->lab, &c->tasks, &words))
		return;
	c->compiler_words = text_clean(words, strlen(words));
	free(words);
}

int check_build(struct check *c)
{
	struct build_request request = {.root = c->root,
		.lab = c->lab->folder,
		.source = c->options.exercise ? &c->source : NULL,
		.native = c->options.native,
		.is_module = c->lab->exercise_module,
		.interrupted = check_interrupted};
	char why[BUILD_WHY];
	int err;

	phase_begin("building the programs");
	err = build_lab(&request, &c->build, why);
	c->info.build_seconds = phase_end();
	if (session_signal())
		return 128 + session_signal();
	if (err)
		return check_complain(EXIT_BROKEN, "%s", why);
	if (!c->options.exercise)
		c->info.exercise = c->build->named;
	if (*c->build->sha256)
		c->info.source_sha256 = c->build->sha256;
	if (c->build->end == BUILD_BROKEN) {
		fputs(c->build->words, stderr);
		return check_complain(
			EXIT_BROKEN, "the lab's programs were not built, see above");
	}
	check_annotate(c);
	if (c->build->end == BUILD_DONE && c->compiler_words &&
		strstr(c->compiler_words, c->build->named)) {
		check_clear(c);
		fprintf(stderr, "%s\n", c->compiler_words);
	}
	return 0;
}
