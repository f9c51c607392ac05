/* SPDX-License-Identifier: MIT */
/* A course's file, see term.h. */
#include "term.h"
#include "grader/grade/intake/names.h"
#include "grader/lab/folders.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DAY (24 * 60 * 60)

static const char *const known[] = {
	"name", "seed", "due", "grace_minutes", "late_percent", "last_days", "weight"};

static const char *find_folder(const char *const *folders, const char *lab)
{
	while (*folders && !lab_means(lab, *folders))
		folders++;
	return *folders;
}

/* A number from 0 on; what is not there stays. */
static bool take(const json_t *json, const char *key, double most, double *ret)
{
	const json_t *value = json_object_get(json, key);

	if (!value)
		return true;
	if (!json_is_number(value) || json_number_value(value) < 0 ||
		json_number_value(value) > most)
		return false;
	*ret = json_number_value(value);
	return true;
}

/* NULL, or what is wrong. */
static const char *read_assignment(json_t *json, struct term_assignment *ret)
{
	const char *name = json_string_value(json_object_get(json, "name"));
	const json_t *due = json_object_get(json, "due");
	const json_t *seed = json_object_get(json, "seed");
	double grace = 0, last = -1;
	const char *key;
	json_t *value;
	size_t length;

	json_object_foreach(json, key, value)
	{
		size_t i = 0;

		while (i < sizeof(known) / sizeof(*known) && strcmp(key, known[i]))
			i++;
		if (i == sizeof(known) / sizeof(*known))
			return "it has a name, a seed, due, grace_minutes, late_percent, "
			       "last_days, a weight, and nothing else";
	}
	if (json_object_get(json, "name") && !name)
		return "the name is no text";
	snprintf(ret->name, sizeof(ret->name), "%s", name ? name : "");
	if (due) {
		const char *text = json_is_string(due) ? json_string_value(due) : "";

		ret->due = grade_time_parse(text, &length);
		if (!ret->due || text[length])
			return "due is like \"2026-11-03 23:59\"";
		/* To the end of that minute, as platforms count it. */
		if (strchr(text, ':') == strrchr(text, ':'))
			ret->due += 59;
	}
	if (seed && (!json_is_integer(seed) || json_integer_value(seed) < 0))
		return "the seed is a whole number from 0 on";
	ret->has_seed = seed;
	ret->seed = seed ? (uint64_t)json_integer_value(seed) : 0;
	ret->weight = 1;
	if (!take(json, "grace_minutes", 1e6, &grace) ||
		!take(json, "late_percent", 100, &ret->late_percent) ||
		!take(json, "last_days", 1e6, &last) ||
		!take(json, "weight", 1e6, &ret->weight))
		return "a number is missing, less than 0 or too large";
	ret->grace_seconds = (int64_t)(grace * 60);
	ret->last_days = (int)last;
	return NULL;
}

/* NULL, or what is wrong. */
static const char *wrong_at_top(json_t *json)
{
	const char *key;
	json_t *value;

	json_object_foreach(json, key, value)
	{
		if (!strcmp(key, "name")
				? !json_is_string(value)
				: strcmp(key, "assignments") || !json_is_object(value))
			return "a course has a name, a text, and assignments, an object, "
			       "and nothing else";
	}
	return NULL;
}

static int read_all(json_t *json, const char *path, const char *const *folders,
	struct term *term, char *why)
{
	json_t *assignments = json_object_get(json, "assignments"), *value;
	const char *name = json_string_value(json_object_get(json, "name")), *key;

	if (wrong_at_top(json)) {
		snprintf(why, TERM_WHY, "%.200s: %s", path, wrong_at_top(json));
		return -EBADMSG;
	}
	snprintf(term->name, sizeof(term->name), "%s", name ? name : "");
	term->assignments =
		calloc(json_object_size(assignments) + 1, sizeof(*term->assignments));
	if (!term->assignments)
		return -ENOMEM;
	json_object_foreach(assignments, key, value)
	{
		struct term_assignment *assignment = &term->assignments[term->nr];
		const char *wrong;

		assignment->folder = find_folder(folders, key);
		if (!assignment->folder)
			wrong = "there is no such lab";
		else if (term_find(term, assignment->folder))
			wrong = "this lab is there twice";
		else
			wrong = read_assignment(value, assignment);
		if (wrong) {
			snprintf(why, TERM_WHY, "%.200s: %.60s: %s", path, key, wrong);
			return -EBADMSG;
		}
		term->nr++;
	}
	return 0;
}

int term_read(const char *path, const char *const *folders, struct term *ret, char *why)
{
	struct term term = {0};
	json_error_t error;
	json_t *json;
	int err;

	if (access(path, R_OK)) {
		err = -errno;
		snprintf(why, TERM_WHY, "%.300s: %s", path, strerror(-err));
		return err;
	}
	json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!json_is_object(json)) {
		json_decref(json);
		snprintf(why, TERM_WHY, "%.200s: line %d: %.160s", path, error.line,
			json ? "no object" : error.text);
		return -EBADMSG;
	}
	snprintf(why, TERM_WHY, "out of memory");
	err = read_all(json, path, folders, &term, why);
	json_decref(json);
	if (err)
		term_deinit(&term);
	else
		*ret = term;
	return err;
}

void term_deinit(struct term *term)
{
	free(term->assignments);
	*term = (struct term){0};
}

const struct term_assignment *term_find(const struct term *term, const char *folder)
{
	for (size_t i = 0; term && i < term->nr; i++)
		if (!strcmp(term->assignments[i].folder, folder))
			return &term->assignments[i];
	return NULL;
}

int term_late_days(const struct term_assignment *assignment, int64_t submitted)
{
	int64_t late;

	if (!assignment || !assignment->due || !submitted)
		return 0;
	late = submitted - assignment->due;
	if (late <= assignment->grace_seconds)
		return 0;
	return (int)((late + DAY - 1) / DAY);
}

double term_deduction(
	const struct term_assignment *assignment, int late_days, double earned)
{
	double part;

	if (!assignment || late_days <= 0)
		return 0;
	if (assignment->last_days >= 0 && late_days > assignment->last_days)
		return earned;
	part = assignment->late_percent / 100 * late_days;
	return earned * (part < 1 ? part : 1);
}
