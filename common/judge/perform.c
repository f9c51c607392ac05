/* SPDX-License-Identifier: MIT */
/* One run of the exercise (perform.h). */
#include <errno.h>
#include <stdio.h>

#include "checker.h"
#include "evidence.h"
#include "perform.h"
#include "common/picture/picture.h"
#include "common/recorder/words.h"
#include "common/stage/stage.h"

#define MAX_MORE 8

static int look_at_moments(
	struct performance *performance, perform_look_fn look, void *arg)
{
	const char *const *moments = performance->moments;
	bool right = true;

	for (size_t i = 0; moments[i]; i++) {
		int err = stage_wait(performance->stage, moments[i]);

		if (err == -ENODATA)
			return 0;
		if (!err)
			picture_moment(performance->picture, performance->picture_run,
				performance->stage);
		if (!err)
			err = look(performance, i, arg);
		right = right && !err;
		performance->nr_right += right;
		if (!err || err == -ENODATA)
			err = stage_release(performance->stage);
		if (err)
			return err;
	}
	return 0;
}

static int compare_report(
	const struct stage_config *config, struct performance *performance)
{
	char fault[256];
	const char *output;
	FILE *expected;
	size_t size;
	int err;

	if (!config->expected)
		return -EINVAL;
	expected = fopen(config->expected, "re");
	if (!expected)
		return -errno;
	output = stage_output(performance->stage, &size);
	err = transcript_match(expected, output, size, &performance->report);
	if (err == -EBADMSG || err == -ENODATA) {
		transcript_fault(expected, fault, sizeof(fault));
		claims_trouble(err, "%s", fault);
	}
	fclose(expected);
	return err;
}

static void end(void *arg)
{
	struct performance *performance = arg;

	picture_end(performance->picture, performance->picture_run, performance->stage);
	stage_free(performance->stage);
	transcript_free(performance->report);
}

/* The picture's look is the first, as at a checkpoint. */
static void on_sample(struct stage *stage, pid_t pid, const char *name, void *arg)
{
	const struct performance *performance = arg;

	picture_sample(performance->picture, performance->picture_run, stage, pid, name);
	if (performance->sample)
		performance->sample(stage, pid, name, performance->sample_arg);
}

/* `more`: words behind the arguments, or NULL. */
static int start(
	const struct stage_config *config, char *const more[], struct performance *ret)
{
	char text[STAGE_MAX_SIZES][STAGE_ARG_SIZE];
	char *args[STAGE_MAX_SIZES + MAX_MORE + 1] = {NULL};
	int err = stage_arguments(config, text);

	for (size_t i = 0; i < config->nr_args; i++)
		args[i] = text[i];
	for (size_t i = 0; !err && more && more[i]; i++) {
		if (i == MAX_MORE)
			err = -E2BIG;
		else
			args[config->nr_args + i] = more[i];
	}
	ret->picture = config->picture;
	ret->picture_run = picture_run(config->picture);
	if (!err)
		err = stage_start(config, args, &ret->stage);
	if (err)
		return err;
	ret->record = stage_record(ret->stage);
	stage_on_sample(ret->stage, on_sample, ret);
	evidence_at_end(end, ret);
	return 0;
}

static int run_moments(const struct stage_config *config, const char *const moments[],
	perform_look_fn look, stage_sample_fn sample, void *arg, struct performance *ret)
{
	int err;

	*ret = (struct performance){
		.moments = moments, .sample = sample, .sample_arg = arg};
	err = start(config, NULL, ret);
	return err ? err : look_at_moments(ret, look, arg);
}

/* What is a trouble of the recorder's, in its words. */
static int told(int err)
{
	if (err == -ENOBUFS)
		return claims_trouble(err,
			"what the program did was recorded with gaps: this machine was "
			"too busy to read the record in time. Check again");
	if (err == -EOVERFLOW)
		return claims_trouble(err,
			"what the program did was recorded with gaps: the kernel passed "
			"by some of its own probes. Check again");
	return err;
}

int perform_part(const struct stage_config *config, const char *const moments[],
	perform_look_fn look, void *arg, struct performance *ret)
{
	return told(run_moments(config, moments, look, NULL, arg, ret));
}

int perform_sampled(const struct stage_config *config, const char *const moments[],
	perform_look_fn look, stage_sample_fn sample, void *arg, struct performance *ret)
{
	int err = run_moments(config, moments, look, sample, arg, ret);

	if (!err)
		err = stage_finish(ret->stage);
	if (!err)
		err = compare_report(config, ret);
	return told(err);
}

int perform(const struct stage_config *config, const char *const moments[],
	perform_look_fn look, void *arg, struct performance *ret)
{
	return perform_sampled(config, moments, look, NULL, arg, ret);
}

int perform_act(const struct stage_config *config, char *const more[],
	perform_look_fn look, void *arg, struct performance *ret)
{
	int err;

	*ret = (struct performance){.stage = NULL};
	err = start(config, more, ret);
	for (size_t i = 0; !err; i++) {
		err = stage_wait(ret->stage, NULL);
		if (!err)
			picture_moment(ret->picture, ret->picture_run, ret->stage);
		if (!err)
			err = look(ret, i, arg);
	}
	return err == -ENODATA ? stage_finish(ret->stage) : err;
}

/* Wrong regions at one moment spoil that one and what follows, not what was proven. */
void expect_moment(const struct performance *performance, size_t moment)
{
	picture_asked(performance->picture, performance->picture_run,
		performance->moments[moment]);
	expect_reached(performance->stage, performance->moments[moment]);
	expect_true(moment < performance->nr_right,
		"the regions that the chapter names, as long as was asked for",
		"regions that are missing, of another length, or not mapped");
}

const struct record *expect_record(const struct performance *performance, unsigned groups)
{
	if (!performance->record || !record_has(performance->record, groups))
		claim_skip("nothing of what the program did was recorded here");
	if (stage_end(performance->stage)->how == STAGE_RECORD)
		claim_fail("a program whose calls and faults can be recorded",
			"it made more of them than that");
	return performance->record;
}

void expect_granted(const struct record *record, const struct record_query *calls,
	long nr, const char *wanted)
{
	struct record_query query = *calls;
	const struct record_event *last;
	char words[RECORD_WORDS_BYTES];

	query.kind = RECORD_CALL;
	query.nr = nr;
	last = record_last(record, &query);
	if (!last)
		return;
	record_words(last, words, sizeof(words));
	expect_true(last->call.result >= 0, wanted, "%s", words);
}
