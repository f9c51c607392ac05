/* SPDX-License-Identifier: MIT */
/* The threads of a program; see kin.h. */
#include "kin.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

static struct kin_task **chain_of(const struct kin *kin, pid_t tid)
{
	return (struct kin_task **)&kin->chains[(unsigned)tid % KIN_NR_CHAINS];
}

static int put(struct kin *kin, const struct kin_task *task, struct kin_task **ret)
{
	struct kin_task **chain = chain_of(kin, task->tid);
	struct kin_task *made = malloc(sizeof(*made));

	if (!made)
		return -ENOMEM;
	*made = *task;
	/* The newest first: it is the one who has the number. */
	made->next = *chain;
	*chain = made;
	*ret = made;
	return 0;
}

int kin_found(struct kin *kin, pid_t pid, struct kin_task **ret)
{
	return put(kin,
		&(struct kin_task){.tid = pid, .pid = pid, .memory_pid = pid, .comm = ""},
		ret);
}

void kin_free(struct kin *kin)
{
	for (size_t i = 0; i < KIN_NR_CHAINS; i++) {
		struct kin_task *task = kin->chains[i];

		while (task) {
			struct kin_task *next = task->next;

			free(task);
			task = next;
		}
		kin->chains[i] = NULL;
	}
}

struct kin_task *kin_find(const struct kin *kin, pid_t tid)
{
	struct kin_task *task = *chain_of(kin, tid);

	while (task && task->tid != tid)
		task = task->next;
	return task && !task->ended ? task : NULL;
}

int kin_add(struct kin *kin, const struct kin_task *parent, pid_t tid,
	uint64_t clone_flags, struct kin_task **ret)
{
	struct kin_task task = {
		.tid = tid, .pid = tid, .memory_pid = tid, .comm = parent->comm};

	if (clone_flags & CLONE_THREAD)
		task.pid = parent->pid;
	if (clone_flags & CLONE_VM) {
		task.memory_pid = parent->memory_pid;
		task.mm = parent->mm;
	}
	return put(kin, &task, ret);
}

int kin_exec(struct kin *kin, pid_t pid, pid_t old_tid, struct kin_task **ret)
{
	struct kin_task *task = kin_find(kin, old_tid);
	struct kin_task fresh = {.tid = pid, .pid = pid, .memory_pid = pid};

	if (!task) {
		*ret = NULL;
		return 0;
	}
	fresh.comm = task->comm;
	task->ended = true;
	return put(kin, &fresh, ret);
}

pid_t kin_memory(const struct kin *kin, uint64_t mm)
{
	for (size_t i = 0; mm && i < KIN_NR_CHAINS; i++)
		for (struct kin_task *task = kin->chains[i]; task; task = task->next)
			if (task->mm == mm && !task->ended)
				return task->memory_pid;
	return 0;
}
