/* SPDX-License-Identifier: MIT */
/* The students of a class, and what was refused, see class.h. */
#include "class.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int grade_class_add(
	struct grade_class *class, const char *name, struct grade_student **ret)
{
	struct grade_student *students =
		reallocarray(class->students, class->nr_students + 1, sizeof(*students));
	char *copy = strdup(name);

	if (students)
		class->students = students;
	if (!students || !copy) {
		free(copy);
		return -ENOMEM;
	}
	*ret = &students[class->nr_students++];
	**ret = (struct grade_student){.name = copy};
	return 0;
}

int grade_refuse(struct grade_class *class, const char *student, const char *path,
	const char *reason)
{
	struct grade_refusal *list =
		reallocarray(class->refusals, class->nr_refusals + 1, sizeof(*list));
	struct grade_refusal refusal = {.student = strdup(student),
		.path = strdup(path),
		.reason = strdup(reason)};

	if (list)
		class->refusals = list;
	if (!list || !refusal.student || !refusal.path || !refusal.reason) {
		free(refusal.student);
		free(refusal.path);
		free(refusal.reason);
		return -ENOMEM;
	}
	list[class->nr_refusals++] = refusal;
	return 0;
}

static void free_student(struct grade_student *student)
{
	free(student->name);
	free(student->pairs);
	free(student->clone);
}

static void free_refusal(struct grade_refusal *refusal)
{
	free(refusal->student);
	free(refusal->path);
	free(refusal->reason);
}

void grade_class_deinit(struct grade_class *class)
{
	for (size_t i = 0; i < class->nr_students; i++)
		free_student(&class->students[i]);
	for (size_t i = 0; i < class->nr_refusals; i++)
		free_refusal(&class->refusals[i]);
	free(class->students);
	free(class->refusals);
	*class = (struct grade_class){0};
}

static bool is_student(const struct grade_class *class, const char *name)
{
	for (size_t i = 0; i < class->nr_students; i++)
		if (!strcmp(class->students[i].name, name))
			return true;
	return false;
}

void grade_class_keep(struct grade_class *class, size_t nr)
{
	size_t nr_refusals = 0;

	while (class->nr_students > nr)
		free_student(&class->students[--class->nr_students]);
	for (size_t i = 0; i < class->nr_refusals; i++) {
		struct grade_refusal *refusal = &class->refusals[i];

		if (is_student(class, refusal->student))
			class->refusals[nr_refusals++] = *refusal;
		else
			free_refusal(refusal);
	}
	class->nr_refusals = nr_refusals;
}
