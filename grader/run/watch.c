/* SPDX-License-Identifier: MIT */
/* From the machine's reports to a picture and a plot; see watch.h. */
#include "watch.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KIND "live" /* of common/stage/report.h */

int run_watch_begin(
	struct run_watch *ret, const struct run_options *options, const char *folder)
{
	int err = 0;

	*ret = (struct run_watch){.plot = options->plot, .folder = folder};
	snprintf(ret->title, sizeof(ret->title), "lab%.2s", folder);
	if (options->plot)
		err = series_create(options->counter, &ret->series);
	if (!err && options->live)
		err = live_begin(ret->title, options->plain, &ret->live);
	return err;
}

bool run_watch_output(
	struct run_watch *watch, bool is_stderr, const char *data, size_t size)
{
	if (watch->live)
		live_output(watch->live, is_stderr, data, size);
	return watch->live;
}

/* The report's bytes after its kind, if it is one of ours. */
static const char *words_of(const char *data, size_t size)
{
	size_t kind = sizeof(KIND);

	if (size <= kind || memcmp(data, KIND, kind) != 0 || data[size - 1])
		return NULL;
	return data + kind;
}

/* What makes no sense is left out: there is another one soon. */
bool run_watch_report(struct run_watch *watch, const char *data, size_t size)
{
	const char *words = words_of(data, size);
	struct moment moment;

	if (!words)
		return false;
	if (!watch->live && !watch->series)
		return true;
	if (moment_parse(words, &moment))
		return true;
	if (watch->live)
		live_moment(watch->live, &moment);
	if (watch->series)
		series_add(watch->series, &moment);
	return true;
}

int run_watch_end(struct run_watch *watch, const char *root, char *why)
{
	char look[PATH_MAX];
	int err = 0;

	live_end(watch->live);
	watch->live = NULL;
	snprintf(look, sizeof(look), "%s/docs/theme/plot.gp", root);
	if (watch->series)
		err = series_plot(watch->series, watch->folder, look, watch->plot, why);
	series_free(watch->series);
	watch->series = NULL;
	return err;
}
