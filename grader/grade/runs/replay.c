/* SPDX-License-Identifier: MIT */
/* Repeats a run and compares, see replay.h. */
#include "replay.h"
#include "key.h"
#include "plan.h"
#include "grader/lab/folders.h"
#include "grader/report/text.h"
#include "grader/session/session.h"
#include "grader/base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define HINTS 1

struct replay {
	struct stored then;
	struct check now;
	struct grade_course course;
	struct grade_lab lab;
	struct grade_run run;
	char *folder, *kernel;
};

/* Stored words are as trusted as the file they came from. */
static void print_clean(const char *words)
{
	char *clean = text_clean(words, strlen(words));

	fputs(clean ? clean : "?", stdout);
	free(clean);
}

static int find_lab(struct replay *replay, const char *path)
{
	char *names, *clean;

	if (!lab_find(replay->course.root, replay->then.lab, &replay->folder))
		return 0;
	if (lab_names(replay->course.root, &names))
		return check_complain(REPLAY_FAILED, "labs/ cannot be read");
	clean = text_clean(replay->then.lab, strlen(replay->then.lab));
	check_complain(REPLAY_USAGE, "%s: there is no lab \"%.60s\" here. There are: %s",
		path, clean ? clean : "?", names);
	free(clean);
	free(names);
	return REPLAY_USAGE;
}

static int prepare(struct replay *replay, const char *path)
{
	const struct stored *then = &replay->then;
	struct grade_course *course = &replay->course;
	char why[PLAN_WHY];
	int status = find_lab(replay, path);

	if (status)
		return status;
	if (session_kernel(course->root, &replay->kernel))
		return check_complain(REPLAY_FAILED, "build/default-kernel is missing");
	course->kernel = replay->kernel;
	course->seed = then->seed;
	if (!strcmp(then->compile_sandbox, sandbox_name(SANDBOX_PLATFORM)))
		course->compile_sandbox = SANDBOX_PLATFORM;
	if (sandbox_probe(course->compile_sandbox, why) ||
		grade_lab_prepare(
			course, replay->folder, check_interrupted, &replay->lab, why) ||
		grade_lab_try(course, &replay->lab, check_interrupted, why))
		return session_signal() ? 128 + session_signal()
					: check_complain(REPLAY_FAILED, "%s", why);
	replay->run = (struct grade_run){.course = course,
		.lab = &replay->lab,
		.student = then->student,
		.source_sha256 = then->source_sha256,
		.attempt = 1};
	grade_key_pair(replay->lab.key, then->source_sha256, then->seed,
		then->compile_sandbox, replay->run.key);
	return 0;
}

static void differs(const char *what, const char *then, const char *now)
{
	if (!then || !now || !strcmp(then, now))
		return;
	printf("Not as it was: %s is %s now, and was ", what, now);
	print_clean(then);
	fputs(".\n", stdout);
}

/* What was another then, and whether a verdict can depend on it. */
static void compare_surroundings(const struct replay *replay)
{
	const struct stored *then = &replay->then;
	const struct check_info *now = &replay->now.info;

	differs("the workbook's commit", then->commit, now->commit);
	differs("the machine's kernel", then->kernel, now->kernel);
	if (then->kernel && now->kernel && strcmp(then->kernel, now->kernel))
		puts("  VM_KERNEL=6.1 or VM_KERNEL=6.12 before the command chooses one.");
	differs("QEMU", then->qemu, now->qemu);
	if (strcmp(then->key, replay->run.key))
		puts("Not as it was: something that verdicts depend on (the lab's "
		     "checker, the "
		     "library, the machine, the compiler's command).");
}

static const char *verdict_now(const struct result *result, const char *claim)
{
	for (size_t i = 0; i < result->lab->nr_claims; i++)
		if (!strcmp(result->lab->claims[i].name, claim))
			return verdict_name(result->claims[i].verdict);
	return "none";
}

static const char *verdict_then(const struct stored *then, const char *claim)
{
	json_t *old;
	size_t i;

	json_array_foreach(then->claims, i, old)
	{
		if (!strcmp(json_string_value(json_object_get(old, "name")), claim))
			return json_string_value(json_object_get(old, "verdict"));
	}
	return "none";
}

/* One line for what differs; whether it does. */
static bool tell(const char *what, const char *then, const char *now)
{
	if (!strcmp(then, now))
		return false;
	fputs("  ", stdout);
	print_clean(what);
	fputs(": ", stdout);
	print_clean(then);
	printf(" then, %s now\n", now);
	return true;
}

static void score_words(int score, char *ret, size_t size)
{
	if (score < 0)
		snprintf(ret, size, "no score");
	else
		snprintf(ret, size, "%d of 100 points", score);
}

/* Claims of today in their order, then those that are gone. */
static int compare_outcome(const struct replay *replay)
{
	const struct stored *then = &replay->then;
	const struct result *now = replay->now.result;
	char old_score[40], new_score[40];
	bool changed = false;
	json_t *old;
	size_t i;

	for (i = 0; i < now->lab->nr_claims; i++)
		changed |= tell(now->lab->claims[i].name,
			verdict_then(then, now->lab->claims[i].name),
			verdict_name(now->claims[i].verdict));
	json_array_foreach(then->claims, i, old)
	{
		const char *name = json_string_value(json_object_get(old, "name"));

		if (!strcmp(verdict_now(now, name), "none"))
			changed |= tell(name, verdict_then(then, name), "none");
	}
	score_words(then->score, old_score, sizeof(old_score));
	score_words(result_score(now), new_score, sizeof(new_score));
	changed |= tell("score", old_score, new_score);
	if (changed)
		puts("The outcome DIFFERS.");
	else
		printf("The outcome is the same: every verdict, and %s.\n", new_score);
	return changed ? REPLAY_DIFFERS : REPLAY_SAME;
}

static int report(struct replay *replay)
{
	struct report_style style = report_style_for(stdout);
	const struct stored *then = &replay->then;
	struct check *c = &replay->now;

	style.nr_hints = HINTS;
	style.whole = true;
	report_text(stdout, c->result, &c->info, &style);
	fflush(stdout);
	if (result_broken(c->result) && c->log_size)
		fprintf(stderr, "\nThe checker's own words:\n%s", c->log_text);
	check_ask_versions(c);
	fputs("\nRepeated: ", stdout);
	print_clean(then->student);
	printf(", %s, seed %" PRIu64 ", graded ", replay->folder, then->seed);
	print_clean(then->started ? then->started : "at a time unknown");
	fputs(".\n", stdout);
	compare_surroundings(replay);
	if (result_broken(c->result))
		return check_complain(REPLAY_FAILED,
			"it could not be repeated: the workbook or the machine failed");
	return compare_outcome(replay);
}

static int repeat(struct replay *replay, const char *path)
{
	char why[REPLAY_WHY];
	int status;

	if (stored_load(path, &replay->then, why))
		return check_complain(REPLAY_USAGE, "%s", why);
	status = prepare(replay, path);
	if (!status && grade_judge(&replay->run, replay->then.source, &replay->now))
		status = REPLAY_FAILED;
	if (session_signal())
		return 128 + session_signal();
	return status ? status : report(replay);
}

int grade_replay(const char *root, const char *path)
{
	struct replay replay = {.course = {.root = root}};
	int status = repeat(&replay, path);

	check_tear_down(&replay.now);
	grade_lab_deinit(&replay.lab);
	stored_free(&replay.then);
	free(replay.folder);
	free(replay.kernel);
	return status;
}
