/* SPDX-License-Identifier: MIT */
/* Counts what a program reads (check_io.h). */
#include "check_io.h"
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MAX_PROCESSES 32

static bool is_dead(pid_t pid)
{
	char path[64], text[512], *state;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	state = fgets(text, sizeof(text), file) ? strrchr(text, ')') : NULL;
	fclose(file);
	return state && state[1] == ' ' && state[2] == 'Z';
}

static int add_reads(pid_t pid, struct reads *sum)
{
	struct proc_io io;
	int err = proc_io_read(pid, &io);

	if (!err) {
		sum->nr += io.nr_reads;
		sum->bytes += io.read_bytes;
	}
	return err;
}

/* The dead children of a process; they are in no cgroup's list any more. */
static int add_dead(pid_t parent, struct reads *sum)
{
	char path[64];
	FILE *file;
	int pid, err = 0;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)parent,
		(int)parent);
	file = fopen(path, "re");
	if (!file)
		return 0; /* a kernel without this file */
	while (!err && fscanf(file, "%d", &pid) == 1)
		if (is_dead(pid))
			err = add_reads(pid, sum);
	fclose(file);
	return err;
}

int count_reads(const struct stage *stage, struct reads *ret)
{
	pid_t pids[MAX_PROCESSES];
	size_t nr_pids;
	struct reads sum = {0, 0};
	int err = stage_processes(stage, pids, MAX_PROCESSES, &nr_pids);

	for (size_t i = 0; !err && i < nr_pids; i++) {
		err = add_reads(pids[i], &sum);
		if (!err)
			err = add_dead(pids[i], &sum);
	}
	if (!err)
		*ret = sum;
	return err;
}
