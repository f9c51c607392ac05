/* SPDX-License-Identifier: MIT */
/* One run of the exercise (perform.h). */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "claim.h"
#include "perform.h"

static int look_at_moments(struct performance *performance, const char *const moments[],
	perform_look_fn look, void *arg)
{
	for (size_t i = 0; moments[i]; i++) {
		int err = stage_wait(performance->stage, moments[i]);

		if (err == -ENODATA)
			return 0;
		if (!err)
			err = look(performance, i, arg);
		if (err == -ENODATA) {
			if (!performance->wrong_from)
				performance->wrong_from = moments[i];
			err = 0;
		}
		if (!err)
			err = stage_release(performance->stage);
		if (err)
			return err;
	}
	return 0;
}

static int compare_report(
	const struct stage_config *config, struct performance *performance)
{
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
	fclose(expected);
	return err;
}

static int run_moments(const struct stage_config *config, char *const args[],
	const char *const moments[], perform_look_fn look, stage_sample_fn sample,
	void *arg, struct performance *ret)
{
	int err;

	*ret = (struct performance){.moments = moments};
	err = stage_start(config, args, &ret->stage);
	if (!err && sample)
		stage_on_sample(ret->stage, sample, arg);
	return err ? err : look_at_moments(ret, moments, look, arg);
}

int perform_part(const struct stage_config *config, char *const args[],
	const char *const moments[], perform_look_fn look, void *arg,
	struct performance *ret)
{
	return run_moments(config, args, moments, look, NULL, arg, ret);
}

int perform_sampled(const struct stage_config *config, char *const args[],
	const char *const moments[], perform_look_fn look, stage_sample_fn sample,
	void *arg, struct performance *ret)
{
	int err = run_moments(config, args, moments, look, sample, arg, ret);

	if (!err)
		err = stage_finish(ret->stage);
	if (!err)
		err = compare_report(config, ret);
	return err;
}

int perform(const struct stage_config *config, char *const args[],
	const char *const moments[], perform_look_fn look, void *arg,
	struct performance *ret)
{
	return perform_sampled(config, args, moments, look, NULL, arg, ret);
}

void perform_end(struct performance *performance)
{
	stage_free(performance->stage);
	transcript_free(performance->report);
	*performance = (struct performance){.stage = NULL};
}

/* Wrong regions at one moment spoil that one and what follows, not what was proven. */
static bool is_right(const struct performance *performance, const char *checkpoint)
{
	const char *const *moment = performance->moments;

	if (!performance->wrong_from)
		return true;
	while (*moment && *moment != performance->wrong_from) {
		if (!strcmp(*moment++, checkpoint))
			return true;
	}
	return false;
}

void expect_moment(const struct performance *performance, const char *checkpoint)
{
	expect_reached(performance->stage, checkpoint);
	expect_true(is_right(performance, checkpoint),
		"the regions that the chapter names, as long as was asked for",
		"regions that are missing, of another length, or not mapped");
}
