/* SPDX-License-Identifier: MIT */
/* task_sched: see task_sched.h. */
#include "task_sched.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "kfile.h"

static struct task_number *find(
	struct task_number *numbers, size_t nr, const char *text, size_t length)
{
	for (size_t i = 0; i < nr; i++) {
		if (strlen(numbers[i].key) == length &&
			!strncmp(text, numbers[i].key, length))
			return &numbers[i];
	}
	return NULL;
}

static int parse_value(const char *text, struct task_number *ret)
{
	bool negative;
	uint64_t value;
	int error;

	text += strspn(text, " ");
	if (*text++ != ':' || ret->found)
		return -EBADMSG;
	text += strspn(text, " ");
	negative = *text == '-';
	text += negative;
	error = kfile_number(&text, 10, &value);
	if (error)
		return error;
	if (*text)
		return -EBADMSG;
	if (value > INT64_MAX)
		return -ERANGE;
	ret->value = negative ? -(int64_t)value : (int64_t)value;
	ret->found = true;
	return 0;
}

int task_sched_parse(FILE *file, struct task_number *numbers, size_t nr)
{
	struct kfile_line line;
	size_t nr_found = 0;
	int error;

	for (size_t i = 0; i < nr; i++)
		numbers[i].found = false;
	while (!(error = kfile_line(file, &line))) {
		size_t length = strcspn(line.text, " ");
		struct task_number *number = find(numbers, nr, line.text, length);

		if (!number)
			continue;
		error = parse_value(line.text + length, number);
		if (error)
			return error;
		nr_found++;
	}
	return error == -ENODATA && nr_found ? 0 : error;
}

int task_sched_read(pid_t pid, pid_t tid, struct task_number *numbers, size_t nr)
{
	struct kfile_path path;
	char name[48];
	FILE *file;
	int error;

	if (tid < 0)
		return -EINVAL;
	snprintf(name, sizeof(name), "task/%d/sched", (int)(tid ? tid : gettid()));
	error = kfile_pid_path(pid, name, &path);
	if (!error)
		error = kfile_fopen(path.text, &file);
	if (error)
		return error;
	error = task_sched_parse(file, numbers, nr);
	fclose(file);
	return error;
}
