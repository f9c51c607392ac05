/* SPDX-License-Identifier: MIT */
/* What the results have from earlier weeks, see kept.h. */
#include "kept.h"
#include "grader/base/file_replace.h"
#include "grader/grade/intake/names.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct grade_student *find(const struct grade_class *class, const char *name)
{
	for (size_t i = 0; i < class->nr_students; i++)
		if (!strcmp(class->students[i].name, name))
			return &class->students[i];
	return NULL;
}

static bool has_pair(const struct grade_student *student, const char *lab)
{
	for (size_t i = 0; student && i < student->nr_pairs; i++)
		if (!strcmp(student->pairs[i].lab, lab))
			return true;
	return false;
}

static bool has_result(const char *results, const char *student, const char *lab)
{
	char path[PATH_MAX];
	json_t *result;
	bool has;

	if (snprintf(path, sizeof(path), "%s/%s/%s/result.json", results, student, lab) >=
		(int)sizeof(path))
		return false;
	result = json_load_file(path, 0, NULL);
	has = json_is_object(json_object_get(result, "graded"));
	json_decref(result);
	return has;
}

static json_t *load_who(const char *results, const char *student)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s/student.json", results, student) >=
		(int)sizeof(path))
		return NULL;
	return json_load_file(path, 0, NULL);
}

static void take(const json_t *json, const char *key, char *ret, size_t size)
{
	const char *text = json_string_value(json_object_get(json, key));

	snprintf(ret, size, "%s", text ? text : "");
}

#define TAKE(json, who, field) take(json, #field, (who)->field, sizeof((who)->field))

static int add_pair(struct grade_student *student, const char *lab, const json_t *told)
{
	struct grade_pair *pairs =
		reallocarray(student->pairs, student->nr_pairs + 1, sizeof(*pairs));

	if (!pairs)
		return -ENOMEM;
	student->pairs = pairs;
	pairs[student->nr_pairs++] = (struct grade_pair){.lab = lab,
		.submitted = json_integer_value(json_object_get(told, "submitted")),
		.is_late = json_is_true(json_object_get(told, "late")),
		.nr_versions = json_integer_value(json_object_get(told, "versions"))};
	return 0;
}

static int add_student(struct grade_class *class, const char *results, const char *name,
	const char *const *folders, const struct grade_student *now)
{
	struct grade_student student = {.name = strdup(name)}, *students;
	json_t *json = NULL;
	int err = student.name ? 0 : -ENOMEM;

	for (; !err && *folders; folders++) {
		if (has_pair(now, *folders) || !has_result(results, name, *folders))
			continue;
		if (!json)
			json = load_who(results, name);
		err = add_pair(&student, *folders,
			json_object_get(json_object_get(json, "labs"), *folders));
	}
	TAKE(json, &student.who, name);
	TAKE(json, &student.who, login);
	TAKE(json, &student.who, email);
	TAKE(json, &student.who, moodle);
	TAKE(json, &student.who, canvas);
	json_decref(json);
	students = err || !student.nr_pairs
			   ? NULL
			   : reallocarray(class->students, class->nr_students + 1,
				     sizeof(*students));
	if (students) {
		class->students = students;
		students[class->nr_students++] = student;
		return 0;
	}
	if (!err && student.nr_pairs)
		err = -ENOMEM;
	free(student.name);
	free(student.pairs);
	return err;
}

int kept_read(const char *results, const char *const *folders,
	const struct grade_class *now, struct grade_class *ret)
{
	struct grade_class class = {0};
	struct dirent **list;
	int nr = scandir(results, &list, NULL, alphasort), err = 0;

	if (nr < 0)
		return -errno;
	for (int i = 0; i < nr; i++) {
		const char *name = list[i]->d_name;

		if (!err && !grade_name_refused(name) &&
			(list[i]->d_type == DT_DIR || list[i]->d_type == DT_UNKNOWN))
			err = add_student(
				&class, results, name, folders, find(now, name));
		free(list[i]);
	}
	free(list);
	if (err)
		grade_class_deinit(&class);
	else
		*ret = class;
	return err;
}

static int tell(json_t *labs, const struct grade_student *student)
{
	int err = 0;

	for (size_t i = 0; !err && student && i < student->nr_pairs; i++) {
		const struct grade_pair *pair = &student->pairs[i];

		err = json_object_set_new(labs, pair->lab,
			json_pack("{s:I s:b s:I}", "submitted",
				(json_int_t)pair->submitted, "late", pair->is_late,
				"versions", (json_int_t)pair->nr_versions));
	}
	return err ? -ENOMEM : 0;
}

static int write_one(const char *results, const struct grade_student *student,
	const struct grade_student *before)
{
	const struct grade_who *who = &student->who;
	char path[PATH_MAX], *text = NULL;
	json_t *labs = json_object(), *json;
	int err = tell(labs, before);

	if (!err)
		err = tell(labs, student);
	json = json_pack("{s:s s:s s:s s:s s:s s:o}", "name", who->name, "login",
		who->login, "email", who->email, "moodle", who->moodle, "canvas",
		who->canvas, "labs", labs);
	if (!err && json)
		text = json_dumps(json, JSON_INDENT(2));
	json_decref(json);
	if (!text)
		return -ENOMEM;
	if (snprintf(path, sizeof(path), "%s/%s/student.json", results, student->name) >=
		(int)sizeof(path))
		err = -ENAMETOOLONG;
	else
		err = file_put_quick(path, text, strlen(text));
	free(text);
	return err;
}

int kept_write(const char *results, const struct grade_class *now,
	const struct grade_class *kept)
{
	int err = 0;

	for (size_t i = 0; !err && i < now->nr_students; i++)
		if (now->students[i].nr_pairs)
			err = write_one(results, &now->students[i],
				find(kept, now->students[i].name));
	return err;
}
