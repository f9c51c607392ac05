/* SPDX-License-Identifier: MIT */
/* numa_task: see numa_task.h. */
#include "numa_task.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>

#include "task_sched.h"
#include "thread.h"

/* The second is what older kernels call the first. */
enum { SCAN_SEQ, OLD_SCAN_SEQ, MIGRATED, PREFERRED, NR_KEYS };

#define NUMBERS                                                                        \
	{                                                                              \
		{.key = "numa_scan_seq"}, {.key = "mm->numa_scan_seq"},                \
			{.key = "numa_pages_migrated"}, {.key = "numa_preferred_nid"}, \
	}

static int finish(const struct task_number numbers[NR_KEYS], struct numa_task *ret)
{
	const struct task_number *seq = &numbers[SCAN_SEQ];
	int64_t node = numbers[PREFERRED].value;

	if (!seq->found)
		seq = &numbers[OLD_SCAN_SEQ];
	if (!seq->found || !numbers[MIGRATED].found || !numbers[PREFERRED].found)
		return -ENODATA;
	if (seq->value < 0 || numbers[MIGRATED].value < 0)
		return -EBADMSG;
	if (node < -INT_MAX || node > INT_MAX)
		return -ERANGE;
	ret->scan_seq = (uint64_t)seq->value;
	ret->nr_pages_migrated = (uint64_t)numbers[MIGRATED].value;
	ret->preferred_node = (int)node;
	return 0;
}

int numa_task_parse(FILE *file, struct numa_task *ret)
{
	struct task_number numbers[NR_KEYS] = NUMBERS;
	int error = task_sched_parse(file, numbers, NR_KEYS);

	return error ? error : finish(numbers, ret);
}

int numa_task_read(pid_t pid, pid_t tid, struct numa_task *ret)
{
	struct task_number numbers[NR_KEYS] = NUMBERS;
	int error = task_sched_read(pid, tid, numbers, NR_KEYS);

	return error ? error : finish(numbers, ret);
}

struct sum {
	uint64_t nr_pages;
	bool found;
};

static int add_up(pid_t pid, pid_t tid, void *arg)
{
	struct sum *sum = arg;
	struct numa_task task;
	int error = numa_task_read(pid, tid, &task);

	if (error)
		return error;
	sum->nr_pages += task.nr_pages_migrated;
	sum->found = true;
	return 0;
}

int numa_task_migrated(pid_t pid, uint64_t *ret_nr_pages)
{
	struct sum sum = {0};
	int error = thread_each(pid, add_up, &sum);

	if (!error && !sum.found)
		error = -ENODATA;
	if (!error)
		*ret_nr_pages = sum.nr_pages;
	return error;
}
