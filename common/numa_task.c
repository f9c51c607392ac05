/* SPDX-License-Identifier: MIT */
/* numa_task: see numa_task.h. */
#include "numa_task.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kfile.h"

enum { SCAN_SEQ, MIGRATED, PREFERRED, NR_KEYS };

/* The longer form is that of older kernels. */
static const char *const keys[NR_KEYS][2] = {
	[SCAN_SEQ] = {"numa_scan_seq", "mm->numa_scan_seq"},
	[MIGRATED] = {"numa_pages_migrated", NULL},
	[PREFERRED] = {"numa_preferred_nid", NULL},
};

struct reading {
	bool has[NR_KEYS];
	bool negative[NR_KEYS];
	uint64_t value[NR_KEYS];
};

static int find_key(const char *text, size_t length)
{
	for (int key = 0; key < NR_KEYS; key++) {
		for (int i = 0; i < 2 && keys[key][i]; i++) {
			if (strlen(keys[key][i]) == length &&
				!strncmp(text, keys[key][i], length))
				return key;
		}
	}
	return -1;
}

/* "numa_preferred_nid          :          -1"; other lines are of no interest. */
static int parse_line(const char *text, struct reading *reading)
{
	size_t length = strcspn(text, " ");
	int key = find_key(text, length), error;

	if (key < 0)
		return 0;
	text += length;
	text += strspn(text, " ");
	if (*text++ != ':' || reading->has[key])
		return -EBADMSG;
	text += strspn(text, " ");
	reading->negative[key] = *text == '-';
	text += reading->negative[key];
	error = kfile_number(&text, 10, &reading->value[key]);
	if (error)
		return error;
	reading->has[key] = true;
	return *text ? -EBADMSG : 0;
}

static int finish(const struct reading *reading, struct numa_task *ret)
{
	uint64_t node = reading->value[PREFERRED];

	for (int key = 0; key < NR_KEYS; key++)
		if (!reading->has[key])
			return -ENODATA;
	if (reading->negative[SCAN_SEQ] || reading->negative[MIGRATED])
		return -EBADMSG;
	if (node > INT_MAX)
		return -ERANGE;
	ret->scan_seq = reading->value[SCAN_SEQ];
	ret->nr_pages_migrated = reading->value[MIGRATED];
	ret->preferred_node = reading->negative[PREFERRED] ? -(int)node : (int)node;
	return 0;
}

int numa_task_parse(FILE *file, struct numa_task *ret)
{
	struct reading reading = {.has = {false}};
	struct kfile_line line;
	int error;

	while (!(error = kfile_line(file, &line))) {
		error = parse_line(line.text, &reading);
		if (error)
			return error;
	}
	return error == -ENODATA ? finish(&reading, ret) : error;
}

static int read_task(pid_t pid, const char *tid, struct numa_task *ret)
{
	struct kfile_path path;
	char name[48];
	FILE *file;
	int error = snprintf(name, sizeof(name), "task/%s/sched", tid);

	error = error >= (int)sizeof(name) ? -ENAMETOOLONG
					   : kfile_pid_path(pid, name, &path);
	if (!error)
		error = kfile_fopen(path.text, &file);
	if (error)
		return error;
	error = numa_task_parse(file, ret);
	fclose(file);
	return error;
}

int numa_task_read(pid_t pid, pid_t tid, struct numa_task *ret)
{
	char text[16];

	if (tid < 0)
		return -EINVAL;
	snprintf(text, sizeof(text), "%d", (int)(tid ? tid : gettid()));
	return read_task(pid, text, ret);
}

static int add_up(DIR *folder, pid_t pid, uint64_t *ret)
{
	const struct dirent *entry;
	uint64_t sum = 0;

	while ((errno = 0, entry = readdir(folder))) {
		struct numa_task task;
		int error;

		if (entry->d_name[0] == '.')
			continue;
		error = read_task(pid, entry->d_name, &task);
		if (error)
			return error;
		sum += task.nr_pages_migrated;
	}
	if (errno)
		return kfile_error(errno);
	*ret = sum;
	return 0;
}

int numa_task_migrated(pid_t pid, uint64_t *ret_nr_pages)
{
	struct kfile_path path;
	DIR *folder;
	int error = kfile_pid_path(pid, "task", &path);

	if (error)
		return error;
	folder = opendir(path.text);
	if (!folder)
		return kfile_error(errno);
	error = add_up(folder, pid, ret_nr_pages);
	closedir(folder);
	return error;
}
