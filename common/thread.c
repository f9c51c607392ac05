/* SPDX-License-Identifier: MIT */
/* thread: see thread.h. */
#include "thread.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "kfile.h"

#define MIGRATIONS "se.nr_migrations"

/* The folder PID/task/TID, with a file in it. */
static int comm_path(pid_t pid, const char *tid, struct kfile_path *ret)
{
	char name[48];

	if (snprintf(name, sizeof(name), "task/%s/comm", tid) >= (int)sizeof(name))
		return -ENAMETOOLONG;
	return kfile_pid_path(pid, name, ret);
}

/* A thread that has just ended is called nothing. */
static int is_called(pid_t pid, const char *tid, const char *name, bool *ret)
{
	struct kfile_path path;
	struct kfile_line line;
	FILE *file;
	int error = comm_path(pid, tid, &path);

	if (!error)
		error = kfile_fopen(path.text, &file);
	if (!error) {
		error = kfile_line(file, &line);
		fclose(file);
	}
	if (error && error != -ENODATA)
		return error;
	*ret = !error && !strcmp(line.text, name);
	return 0;
}

static int find_in(DIR *folder, pid_t pid, const char *name, pid_t *ret_tid)
{
	pid_t found = 0;
	struct dirent *entry;

	while ((errno = 0, entry = readdir(folder))) {
		bool it_is = false;
		int error = 0;

		if (entry->d_name[0] != '.')
			error = is_called(pid, entry->d_name, name, &it_is);
		if (error)
			return error;
		if (it_is && found)
			return -ENOTUNIQ;
		if (it_is)
			found = (pid_t)strtol(entry->d_name, NULL, 10);
	}
	if (errno)
		return kfile_error(errno);
	if (!found)
		return -ENODATA;
	*ret_tid = found;
	return 0;
}

int thread_find(pid_t pid, const char *name, pid_t *ret_tid)
{
	struct kfile_path path;
	DIR *folder;
	int error = kfile_pid_path(pid, "task", &path);

	if (error)
		return error;
	folder = opendir(path.text);
	if (!folder)
		return kfile_error(errno);
	error = find_in(folder, pid, name, ret_tid);
	closedir(folder);
	return error;
}

/* "se.nr_migrations          :            2" */
static int parse_value(const char *text, uint64_t *ret)
{
	uint64_t value;
	int error;

	text += strspn(text, " ");
	if (*text++ != ':')
		return -EBADMSG;
	text += strspn(text, " ");
	error = kfile_number(&text, 10, &value);
	if (error)
		return error;
	if (*text)
		return -EBADMSG;
	*ret = value;
	return 0;
}

int thread_parse_migrations(FILE *file, uint64_t *ret)
{
	struct kfile_line line;
	int error;

	while (!(error = kfile_line(file, &line))) {
		if (!strncmp(line.text, MIGRATIONS " ", strlen(MIGRATIONS " ")))
			return parse_value(line.text + strlen(MIGRATIONS), ret);
	}
	return error;
}

int thread_migrations(pid_t tid, uint64_t *ret)
{
	struct kfile_path path;
	FILE *file;
	int error = kfile_pid_path(tid, "sched", &path);

	if (!error)
		error = kfile_fopen(path.text, &file);
	if (error)
		return error;
	error = thread_parse_migrations(file, ret);
	fclose(file);
	return error;
}
