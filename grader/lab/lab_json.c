/* SPDX-License-Identifier: MIT */
/* Loads and validates lab.json. Strings stay in the jansson tree that owns them. */
#include "lab_json.h"
#include "machine.h"
#include "json_read.h"
#include "knobs.h"
#include "common/recorder/groups.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_size(const struct json_reader *r, const char *place, const char *name,
	json_t *value, struct lab_size *ret)
{
	static const char *const keys[] = {"default", "min", "max", "step", NULL};
	int err;

	if (!json_is_name(name) || !strcmp(name, "seed"))
		return json_complain(r, place, "is no name for a size");
	if (!json_is_object(value))
		return json_complain(
			r, place, "is %s, expected an object", json_kind(value));
	ret->name = name;
	err = json_only_keys(r, place, value, keys);
	if (!err)
		err = json_get_number(r, place, value, "min", 1, INT_MAX, &ret->min);
	if (!err)
		err = json_get_number(
			r, place, value, "max", ret->min, INT_MAX, &ret->max);
	if (!err)
		err = json_get_number(
			r, place, value, "default", 1, INT_MAX, &ret->fallback);
	if (!err)
		err = json_get_number(r, place, value, "step", 1, INT_MAX, &ret->step);
	if (!err && (ret->max - ret->min) % ret->step)
		err = json_complain(
			r, place, "\"max\" must be \"min\" and a number of steps");
	return err;
}

static int read_sizes(const struct json_reader *r, json_t *root, struct lab *lab)
{
	char place[JSON_WHY];
	const char *key;
	json_t *object, *value;
	size_t i = 0;
	int err = json_member(r, "", root, "sizes", "an object", &object);

	if (err)
		return err;
	lab->sizes = calloc(json_object_size(object) + 1, sizeof(*lab->sizes));
	if (!lab->sizes)
		return -ENOMEM;
	lab->nr_sizes = json_object_size(object);
	json_object_foreach(object, key, value)
	{
		snprintf(place, sizeof(place), "sizes.%s", key);
		err = read_size(r, place, key, value, &lab->sizes[i++]);
		if (err)
			return err;
	}
	return 0;
}

static int check_args(const struct json_reader *r, const struct lab *lab)
{
	char place[32];

	for (size_t i = 0; i < lab->nr_args; i++) {
		size_t k = 0;

		while (k < lab->nr_sizes && strcmp(lab->sizes[k].name, lab->args[i]))
			k++;
		snprintf(place, sizeof(place), "args[%zu]", i);
		if (k == lab->nr_sizes && strcmp(lab->args[i], "seed"))
			return json_complain(r, place,
				"\"%s\" is neither a size nor \"seed\"", lab->args[i]);
	}
	return 0;
}

static int read_hint(const struct json_reader *r, const char *place, json_t *value,
	struct lab_hint *ret)
{
	static const char *const keys[] = {"when", "hint", NULL};
	int err;

	if (!json_is_object(value))
		return json_line(r, place, value, &ret->text);
	err = json_only_keys(r, place, value, keys);
	if (!err)
		err = json_get_line(r, place, value, "when", &ret->when);
	if (!err)
		err = json_get_line(r, place, value, "hint", &ret->text);
	return err ? err : json_expect_expression(r, place, "when", ret->when);
}

static int read_hints(const struct json_reader *r, const char *place, json_t *value,
	struct lab_claim *ret)
{
	char inner[JSON_WHY];
	json_t *hints, *hint;
	size_t i;
	int err = json_member(r, place, value, "hints", "an array", &hints);

	if (err)
		return err;
	ret->nr_hints = json_array_size(hints);
	if (!ret->nr_hints || ret->nr_hints > LAB_MAX_HINTS)
		return json_complain(r, place,
			"\"hints\" has %zu elements, expected 1 to %d", ret->nr_hints,
			LAB_MAX_HINTS);
	json_array_foreach(hints, i, hint)
	{
		snprintf(inner, sizeof(inner), "%s.hints[%zu]", place, i);
		err = read_hint(r, inner, hint, &ret->hints[i]);
		if (err)
			return err;
	}
	return 0;
}

static int read_claim(const struct json_reader *r, const char *place, json_t *value,
	const struct lab *lab, struct lab_claim *ret)
{
	static const char *const keys[] = {
		"name", "points", "task", "text", "hints", NULL};
	int err;

	if (!json_is_object(value))
		return json_complain(
			r, place, "is %s, expected an object", json_kind(value));
	err = json_only_keys(r, place, value, keys);
	if (!err)
		err = json_get_line(r, place, value, "name", &ret->name);
	if (!err && !json_is_name(ret->name))
		err = json_complain(
			r, place, "\"%s\" is no name of a test function", ret->name);
	if (!err)
		err = json_get_int(r, place, value, "points", LAB_POINTS, &ret->points);
	if (!err)
		err = json_get_int(r, place, value, "task", lab->nr_tasks, &ret->task);
	if (!err)
		err = json_get_line(r, place, value, "text", &ret->text);
	return err ? err : read_hints(r, place, value, ret);
}

static int read_claims(const struct json_reader *r, json_t *root, struct lab *lab)
{
	char place[32];
	json_t *array, *value;
	size_t i;
	int points = 0;
	int err = json_member(r, "", root, "claims", "an array", &array);

	if (err)
		return err;
	lab->claims = calloc(json_array_size(array) + 1, sizeof(*lab->claims));
	if (!lab->claims)
		return -ENOMEM;
	lab->nr_claims = json_array_size(array);
	json_array_foreach(array, i, value)
	{
		snprintf(place, sizeof(place), "claims[%zu]", i);
		err = read_claim(r, place, value, lab, &lab->claims[i]);
		for (size_t k = 0; !err && k < i; k++)
			if (!strcmp(lab->claims[k].name, lab->claims[i].name))
				err = json_complain(r, place,
					"the name \"%s\" is also claims[%zu]'s",
					lab->claims[i].name, k);
		if (err)
			return err;
		points += lab->claims[i].points;
	}
	if (points != LAB_POINTS)
		return json_complain(r, "claims", "the points sum to %d, expected %d",
			points, LAB_POINTS);
	return 0;
}

static int read_limits(const struct json_reader *r, json_t *root, struct lab_limits *ret)
{
	static const char *const keys[] = {
		"seconds", "memory_mib", "pids", "output_kib", NULL};
	const struct {
		int max, *ret;
	} numbers[] = {{600, &ret->seconds}, {4096, &ret->memory_mib},
		{4096, &ret->nr_pids}, {4096, &ret->output_kib}};
	json_t *object;
	int err = json_member(r, "", root, "limits", "an object", &object);

	if (!err)
		err = json_only_keys(r, "limits", object, keys);
	for (size_t i = 0; !err && keys[i]; i++)
		err = json_get_int(
			r, "limits", object, keys[i], numbers[i].max, numbers[i].ret);
	return err;
}

static int read_records(const struct json_reader *r, json_t *root, unsigned *ret)
{
	static const char *const known[] = RECORD_GROUP_WORDS;
	const char **words = NULL;
	unsigned records = 0;
	size_t nr = 0, k;
	int err = json_get_lines(r, root, "records", &words, &nr);

	for (size_t i = 0; !err && i < nr; i++) {
		for (k = 0; known[k] && strcmp(known[k], words[i]); k++)
			;
		if (!known[k])
			err = json_complain(r, "records",
				"\"%s\" is nothing that can be recorded", words[i]);
		else
			records |= 1u << k;
	}
	free(words);
	if (!err)
		*ret = records;
	return err;
}

static int read_words(const struct json_reader *r, json_t *root, struct lab *lab)
{
	int err = json_get_line(r, "", root, "title", &lab->title);

	if (!err)
		err = json_get_line(r, "", root, "question", &lab->question);
	if (!err && lab->question[strlen(lab->question) - 1] != '?')
		err = json_complain(r, "question", "does not end with a question mark");
	if (!err)
		err = lab_machine_parse(r, root, lab);
	if (!err)
		err = json_get_lines(r, root, "tasks", &lab->tasks, &lab->nr_tasks);
	if (!err && !lab->nr_tasks)
		err = json_complain(r, "tasks", "is empty");
	if (!err)
		err = json_get_lines(r, root, "grants", &lab->grants, &lab->nr_grants);
	if (!err)
		err = json_get_lines(r, root, "args", &lab->args, &lab->nr_args);
	if (!err && json_object_get(root, "records"))
		err = read_records(r, root, &lab->records);
	if (!err && json_object_get(root, "live"))
		err = json_get_lines(r, root, "live", &lab->live, &lab->nr_live);
	for (size_t i = 0; !err && i < lab->nr_live; i++)
		if (!lab_is_kernel_file(lab->live[i]))
			err = json_complain(r, "live",
				"\"%s\" is no file under /proc or /sys", lab->live[i]);
	return err;
}

static int read_lab(const struct json_reader *r, json_t *root, struct lab *lab)
{
	static const char *const keys[] = {"title", "question", "profile",
		"profile_optional", "nodes", "cpus", "tasks", "knobs", "grants",
		"modules", "exercise_module", "limits", "args", "sizes", "live", "claims",
		"swap_mib", "fills_a_node", "records", "nodes_at_most", "cpus_at_most",
		"node_mib", "fresh", NULL};
	json_t *knobs;
	int err = json_only_keys(r, "", root, keys);

	if (!err)
		err = read_words(r, root, lab);
	if (!err)
		err = json_member(r, "", root, "knobs", "an object", &knobs);
	if (!err)
		err = lab_knobs_parse(r, "knobs", knobs, &lab->knobs, &lab->nr_knobs);
	if (!err)
		err = read_limits(r, root, &lab->limits);
	if (!err)
		err = read_sizes(r, root, lab);
	if (!err)
		err = check_args(r, lab);
	if (!err)
		err = read_claims(r, root, lab);
	return err;
}

int lab_load(const char *root, const char *folder, struct lab **ret, char *why)
{
	char *path = NULL;
	struct lab *lab = calloc(1, sizeof(*lab));
	struct json_reader r = {.why = why};
	json_t *json = NULL;
	int err = -ENOMEM;

	snprintf(why, LAB_WHY, "out of memory");
	if (lab && asprintf(&path, "%s/labs/%s/lab.json", root, folder) >= 0) {
		r.file = path + strlen(root) + 1;
		lab->folder = strdup(folder);
		err = lab->folder ? json_read_file(&r, path, &json) : -ENOMEM;
	}
	if (!err) {
		lab->json = json;
		err = read_lab(&r, json, lab);
	}
	free(path);
	if (err)
		lab_free(lab);
	else
		*ret = lab;
	return err;
}

void lab_free(struct lab *lab)
{
	if (!lab)
		return;
	free(lab->folder);
	free(lab->tasks);
	free(lab->knobs);
	free(lab->grants);
	free(lab->modules);
	free(lab->args);
	free(lab->sizes);
	free(lab->live);
	free(lab->claims);
	json_decref(lab->json);
	free(lab);
}
