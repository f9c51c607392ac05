/* SPDX-License-Identifier: MIT */
/* What readers predict, see predictions.h. */
#include "predictions.h"
#include "journal.h"
#include "grader/base/text.h"
#include "grader/lab/json_read.h"

#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_CHOICES 9 /* a key for each */
#define MAX_NUMBER 1000000000L

static int read_choices(const struct json_reader *r, const char *place, json_t *value,
	struct prediction *ret)
{
	json_t *choices, *choice;
	size_t i;
	int err = json_member(r, place, value, "choices", "an array", &choices);

	if (err)
		return err;
	if (json_array_size(choices) < 2 || json_array_size(choices) > MAX_CHOICES)
		return json_complain(r, place,
			"\"choices\" has %zu elements, expected 2 to %d",
			json_array_size(choices), MAX_CHOICES);
	ret->choices = calloc(json_array_size(choices), sizeof(*ret->choices));
	if (!ret->choices)
		return -ENOMEM;
	ret->nr_choices = json_array_size(choices);
	json_array_foreach(choices, i, choice)
	{
		err = json_line(r, place, choice, &ret->choices[i]);
		if (err)
			return err;
	}
	return json_get_number(
		r, place, value, "answer", 1, (long)ret->nr_choices, &ret->answer);
}

static int read_seen(const struct json_reader *r, const char *place, json_t *value,
	struct prediction *ret)
{
	int err = json_get_line(r, place, value, "seen", &ret->seen);

	return err ? err : json_expect_expression(r, place, "seen", ret->seen);
}

static int read_prediction(const struct json_reader *r, const char *place, json_t *value,
	struct prediction *ret)
{
	static const char *const keys[] = {"name", "question", "choices", "answer",
		"number", "because", "seen", NULL};
	int err;

	if (!json_is_object(value))
		return json_complain(
			r, place, "is %s, expected an object", json_kind(value));
	err = json_only_keys(r, place, value, keys);
	if (!err)
		err = json_get_line(r, place, value, "name", &ret->name);
	if (!err && !json_is_name(ret->name))
		err = json_complain(r, place, "\"%s\" is no name", ret->name);
	if (!err)
		err = json_get_line(r, place, value, "question", &ret->question);
	if (!err && json_object_get(value, "number"))
		err = json_get_number(
			r, place, value, "number", 0, MAX_NUMBER, &ret->answer);
	else if (!err)
		err = read_choices(r, place, value, ret);
	if (!err)
		err = json_get_line(r, place, value, "because", &ret->because);
	if (!err && json_object_get(value, "seen"))
		err = read_seen(r, place, value, ret);
	return err;
}

static int read_list(
	const struct json_reader *r, json_t *root, struct predictions *predictions)
{
	static const char *const keys[] = {"predictions", NULL};
	char place[48];
	json_t *array, *value;
	size_t i;
	int err = json_only_keys(r, "", root, keys);

	if (!err)
		err = json_member(r, "", root, "predictions", "an array", &array);
	if (!err && !json_array_size(array))
		err = json_complain(r, "predictions", "is empty");
	if (err)
		return err;
	predictions->list = calloc(json_array_size(array), sizeof(*predictions->list));
	if (!predictions->list)
		return -ENOMEM;
	predictions->nr = json_array_size(array);
	json_array_foreach(array, i, value)
	{
		snprintf(place, sizeof(place), "predictions[%zu]", i);
		err = read_prediction(r, place, value, &predictions->list[i]);
		for (size_t k = 0; !err && k < i; k++)
			if (!strcmp(predictions->list[k].name, predictions->list[i].name))
				err = json_complain(r, place,
					"the name \"%s\" is also predictions[%zu]'s",
					predictions->list[k].name, k);
		if (err)
			return err;
	}
	return 0;
}

/* "NAME REST" is of that prediction. NULL if it is of no prediction that there is. */
static struct prediction *find(
	const struct predictions *predictions, const char *words, const char **ret_rest)
{
	size_t length = strcspn(words, " ");

	for (size_t i = 0; i < predictions->nr; i++) {
		struct prediction *prediction = &predictions->list[i];

		if (strlen(prediction->name) == length &&
			!strncmp(prediction->name, words, length)) {
			*ret_rest = words + length + (words[length] == ' ');
			return prediction;
		}
	}
	return NULL;
}

static void recall(const char *root, const char *folder, struct predictions *predictions)
{
	struct journal_event event;
	struct prediction *prediction;
	const char *rest;
	FILE *journal;

	if (journal_open(root, &journal))
		return;
	while (!journal_next(journal, &event)) {
		if (strcmp(event.folder, folder) ||
			!(prediction = find(predictions, event.words, &rest)))
			continue;
		if (!strcmp(event.what, "predict")) {
			prediction->is_given = true;
			prediction->given = strtol(rest, NULL, 10);
		} else if (!strcmp(event.what, "seen")) {
			free(prediction->was_seen);
			prediction->was_seen = strdup(rest);
		}
	}
	fclose(journal);
}

int predictions_load(
	const char *root, const char *folder, struct predictions *ret, char *why)
{
	struct predictions predictions = {0};
	struct json_reader r = {.why = why};
	json_t *json = NULL;
	char *path;
	int err;

	snprintf(why, JSON_WHY, "out of memory");
	if (asprintf(&path, "%s/labs/%s/predictions.json", root, folder) < 0)
		return -ENOMEM;
	r.file = path + strlen(root) + 1;
	err = json_read_file(&r, path, &json);
	predictions.json = json;
	if (!err)
		err = read_list(&r, json, &predictions);
	free(path);
	if (err) {
		predictions_free(&predictions);
		return err;
	}
	recall(root, folder, &predictions);
	*ret = predictions;
	return 0;
}

void predictions_free(struct predictions *predictions)
{
	for (size_t i = 0; i < predictions->nr; i++) {
		free(predictions->list[i].choices);
		free(predictions->list[i].was_seen);
	}
	free(predictions->list);
	json_decref(predictions->json);
}

const char *prediction_words(
	const struct prediction *prediction, long answer, char buffer[32])
{
	if (answer > 0 && (size_t)answer <= prediction->nr_choices)
		return prediction->choices[answer - 1];
	snprintf(buffer, 32, "%ld", answer);
	return buffer;
}

bool prediction_is_right(const struct prediction *prediction)
{
	return prediction->is_given && prediction->given == prediction->answer;
}

size_t predictions_given(const struct predictions *predictions)
{
	size_t nr = 0;

	for (size_t i = 0; i < predictions->nr; i++)
		nr += predictions->list[i].is_given;
	return nr;
}

size_t predictions_right(const struct predictions *predictions)
{
	size_t nr = 0;

	for (size_t i = 0; i < predictions->nr; i++)
		nr += prediction_is_right(&predictions->list[i]);
	return nr;
}

int prediction_give(
	const char *root, const char *folder, struct prediction *prediction, long answer)
{
	char words[128];
	int err;

	snprintf(words, sizeof(words), "%s %ld", prediction->name, answer);
	err = journal_add(root, folder, "predict", words);
	if (err)
		return err;
	prediction->is_given = true;
	prediction->given = answer;
	return 0;
}

/* The first line that the expression is found in, safe to print and malloc'ed; NULL if none. */
static char *line_with(const regex_t *expression, const char *output)
{
	char *found = NULL;

	while (!found && *output) {
		size_t length = strcspn(output, "\n");
		char *line = text_clean(output, length);

		if (line && *line && !regexec(expression, line, 0, NULL, 0))
			found = line;
		else
			free(line);
		output += length + (output[length] == '\n');
	}
	return found;
}

void predictions_see(const char *root, const char *folder,
	const struct predictions *predictions, const char *output)
{
	for (size_t i = 0; i < predictions->nr; i++) {
		const struct prediction *prediction = &predictions->list[i];
		regex_t expression;
		char words[256], *line;

		if (!prediction->seen ||
			regcomp(&expression, prediction->seen, REG_EXTENDED | REG_NOSUB))
			continue;
		line = line_with(&expression, output);
		regfree(&expression);
		if (!line)
			continue;
		snprintf(words, sizeof(words), "%s %.150s", prediction->name, line);
		journal_add(root, folder, "seen", words);
		free(line);
	}
}
