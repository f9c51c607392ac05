/* SPDX-License-Identifier: MIT */
/* thread: see thread.h. */
#include "thread.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "affinity.h"
#include "kfile.h"
#include "task_sched.h"

#define MIGRATIONS                        \
	{                                 \
		.key = "se.nr_migrations" \
	}

static int walk(DIR *folder, pid_t pid, thread_fn fn, void *arg)
{
	const struct dirent *entry;

	while ((errno = 0, entry = readdir(folder))) {
		int error = 0;

		if (entry->d_name[0] != '.')
			error = fn(pid, (pid_t)strtol(entry->d_name, NULL, 10), arg);
		if (error && error != -ENODATA)
			return error;
	}
	return errno ? kfile_error(errno) : 0;
}

int thread_each(pid_t pid, thread_fn fn, void *arg)
{
	struct kfile_path path;
	DIR *folder;
	int error = kfile_pid_path(pid, "task", &path);

	if (error)
		return error;
	folder = opendir(path.text);
	if (!folder)
		return kfile_error(errno);
	error = walk(folder, pid, fn, arg);
	closedir(folder);
	return error;
}

struct search {
	const char *name;
	bool may_be_many;
	pid_t found; /* the first: the kernel lists the oldest first */
};

static int compare(pid_t pid, pid_t tid, void *arg)
{
	struct search *search = arg;
	struct kfile_path path;
	struct kfile_line line;
	char name[48];
	FILE *file;
	int error;

	snprintf(name, sizeof(name), "task/%d/comm", (int)tid);
	error = kfile_pid_path(pid, name, &path);
	if (!error)
		error = kfile_fopen(path.text, &file);
	if (!error) {
		error = kfile_line(file, &line);
		fclose(file);
	}
	if (error || strcmp(line.text, search->name))
		return error;
	if (search->found)
		return search->may_be_many ? 0 : -ENOTUNIQ;
	search->found = tid;
	return 0;
}

static int find(pid_t pid, struct search *search, pid_t *ret_tid)
{
	int error = thread_each(pid, compare, search);

	if (!error && !search->found)
		error = -ENODATA;
	if (!error)
		*ret_tid = search->found;
	return error;
}

int thread_find(pid_t pid, const char *name, pid_t *ret_tid)
{
	struct search search = {.name = name};

	return find(pid, &search, ret_tid);
}

int thread_find_oldest(pid_t pid, const char *name, pid_t *ret_tid)
{
	struct search search = {.name = name, .may_be_many = true};

	return find(pid, &search, ret_tid);
}

static int finish(const struct task_number *migrations, uint64_t *ret)
{
	if (migrations->value < 0)
		return -EBADMSG;
	*ret = (uint64_t)migrations->value;
	return 0;
}

int thread_parse_migrations(FILE *file, uint64_t *ret)
{
	struct task_number migrations = MIGRATIONS;
	int error = task_sched_parse(file, &migrations, 1);

	return error ? error : finish(&migrations, ret);
}

/* A thread's number is a folder of /proc, too, and its first thread is itself. */
int thread_migrations(pid_t tid, uint64_t *ret)
{
	struct task_number migrations = MIGRATIONS;
	int error = task_sched_read(tid, tid ? tid : getpid(), &migrations, 1);

	return error ? error : finish(&migrations, ret);
}

/* The name, in brackets, may hold anything; the 37 fields after it are single words. */
int thread_parse_cpu(FILE *file, unsigned *ret)
{
	struct kfile_line line;
	const char *text;
	uint64_t cpu;
	int error = kfile_line(file, &line);

	if (error)
		return error;
	text = strrchr(line.text, ')');
	for (int field = 2; field < 39 && text; field++)
		text = strchr(text + 1, ' ');
	if (!text || line.cut)
		return -EBADMSG;
	text++;
	error = kfile_number(&text, 10, &cpu);
	if (error)
		return error;
	if (*text != ' ')
		return -EBADMSG;
	if (cpu > UINT32_MAX)
		return -ERANGE;
	*ret = (unsigned)cpu;
	return 0;
}

int thread_cpu(pid_t tid, unsigned *ret)
{
	struct kfile_path path;
	FILE *file;
	int error = kfile_pid_path(tid, "stat", &path);

	if (!error)
		error = kfile_fopen(path.text, &file);
	if (error)
		return error;
	error = thread_parse_cpu(file, ret);
	fclose(file);
	return error;
}

int thread_look(pid_t pid, const char *name, struct thread_look *ret)
{
	struct thread_look look;
	pid_t tid;
	int error = thread_find(pid, name, &tid);

	if (!error)
		error = affinity_read(tid, &look.cpus);
	if (!error)
		error = thread_cpu(tid, &look.cpu);
	if (!error)
		error = thread_migrations(tid, &look.nr_migrations);
	if (!error)
		*ret = look;
	return error;
}
