/* SPDX-License-Identifier: MIT */
/* Writes result JSON, see json.h and docs/result.adoc. */
#include "json.h"
#include "grader/base/file_replace.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* {"pages": [256, 300]}: every value that was drawn, in order. */
static json_t *sizes(const struct result *result)
{
	json_t *object = json_object();

	for (size_t i = 0; i < result->nr_sizes; i++) {
		const struct drawn_size *size = &result->sizes[i];
		json_t *values = json_object_get(object, size->name);

		if (!values) {
			values = json_array();
			json_object_set_new(object, size->name, values);
		}
		json_array_append_new(values, json_integer((json_int_t)size->value));
	}
	return object;
}

static json_t *series(const struct result *result)
{
	json_t *object = json_object();

	for (size_t i = 0; i < result->nr_series; i++)
		json_object_set_new(object, result->series[i].name,
			json_string(result->series[i].csv));
	return object;
}

static json_t *claims(const struct result *result)
{
	json_t *array = json_array();

	for (size_t i = 0; i < result->lab->nr_claims; i++) {
		const struct claim_result *claim = &result->claims[i];

		json_array_append_new(
			array, json_pack("{s:s s:s s:i s:i s:s s:s s:s}", "name",
				       result->lab->claims[i].name, "verdict",
				       verdict_name(claim->verdict), "points",
				       result->lab->claims[i].points, "earned",
				       result_earned(result, i), "where",
				       claim->where ? claim->where : "", "expected",
				       claim->expected ? claim->expected : "", "observed",
				       claim->observed ? claim->observed : ""));
	}
	return array;
}

static json_t *crash(const struct crash *crash)
{
	char address[24];

	snprintf(address, sizeof(address), "0x%" PRIx64, crash->address);
	return json_pack("{s:i s:s?}", "signal", crash->signal, "address",
		crash_has_address(crash) ? address : NULL);
}

static json_t *runs(const struct result *result)
{
	json_t *array = json_array();

	for (size_t i = 0; i < result->nr_runs; i++) {
		const struct exercise_run *run = &result->runs[i];
		json_t *end = run->how ? json_pack("{s:s s:I}", "how", run->how, "number",
						 (json_int_t)run->number)
				       : json_null();

		json_array_append_new(
			array, json_pack("{s:s? s:o s:o s:s? s:s?}", "checkpoint",
				       run->checkpoint, "end", end, "crash",
				       run->crashed ? crash(&run->crash) : json_null(),
				       "output", run->output, "errors", run->errors));
	}
	return array;
}

static json_t *place(const struct check_info *info)
{
	const struct crash_place *at = info->crash_place;

	if (!at)
		return json_null();
	return json_pack("{s:s s:i s:s s:i}", "file", info->exercise, "line",
		(int)at->line, "function", at->function, "task", (int)at->task);
}

static json_t *machine(const struct check_info *info)
{
	return json_pack("{s:s? s:s? s:s? s:f}", "kernel", info->kernel, "qemu",
		info->qemu, "start", info->start, "slowness", info->slowness);
}

/* Thousandths are what was measured. */
static double rounded(double seconds)
{
	return (double)(long)(seconds * 1000 + 0.5) / 1000;
}

static json_t *times(const struct check_info *info)
{
	struct tm tm;
	char started[32];

	strftime(started, sizeof(started), "%Y-%m-%dT%H:%M:%SZ",
		gmtime_r(&info->started, &tm));
	return json_pack("{s:s s:f s:f s:f}", "started", started, "build_seconds",
		rounded(info->build_seconds), "machine_seconds",
		rounded(info->machine_seconds), "run_seconds",
		rounded(info->run_seconds));
}

/* Null for ./check. */
static json_t *graded(const struct check_info *info)
{
	const struct graded *graded = info->graded;

	if (!graded)
		return json_null();
	return json_pack("{s:s s:s s:s s:s s:s s:i}", "student", graded->student,
		"source_sha256", graded->source_sha256, "key", graded->key,
		"compile_sandbox", graded->compile_sandbox, "snapshot", graded->snapshot,
		"attempt", graded->attempt);
}

static json_t *whole(const struct result *result, const struct check_info *info)
{
	const struct lab *lab = result->lab;
	int score = result_score(result);
	json_t *json = json_pack("{s:i s:s s:s s:s? s:s s:I s:o s:o}", "version",
		RESULT_VERSION, "lab", lab->folder, "title", lab->title, "commit",
		info->commit, "exercise", info->exercise, "seed", (json_int_t)info->seed,
		"sizes", sizes(result), "machine", machine(info));

	if (!json)
		return NULL;
	json_object_set_new(json, "source_sha256",
		info->source_sha256 ? json_string(info->source_sha256) : json_null());
	/* A kernel that runs the learner's code can lie to a checker in its guest. */
	json_object_set_new(json, "witness",
		lab->exercise_module ? json_string("none") : json_string("kernel"));
	json_object_set_new(json, "score", score < 0 ? json_null() : json_integer(score));
	json_object_set_new(json, "claims", claims(result));
	json_object_set_new(json, "runs", runs(result));
	json_object_set_new(json, "series", series(result));
	json_object_set_new(json, "crash_place", place(info));
	json_object_set_new(json, "compiler",
		info->compiler_words ? json_string(info->compiler_words) : json_null());
	json_object_set_new(
		json, "panic", result->panic ? json_string(result->panic) : json_null());
	json_object_set_new(json, "trouble",
		result->trouble ? json_string(result->trouble) : json_null());
	json_object_set_new(json, "times", times(info));
	json_object_set_new(json, "graded", graded(info));
	return json;
}

char *report_json_text(const struct result *result, const struct check_info *info)
{
	json_t *json = whole(result, info);
	char *text =
		json ? json_dumps(json, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) : NULL;
	char *line;

	json_decref(json);
	if (!text || asprintf(&line, "%s\n", text) < 0)
		line = NULL;
	free(text);
	return line;
}

int report_json(
	const char *path, const struct result *result, const struct check_info *info)
{
	char *text = report_json_text(result, info);
	int err = text ? file_replace(path, text, strlen(text)) : -ENOMEM;

	free(text);
	return err;
}
