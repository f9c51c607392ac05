/* SPDX-License-Identifier: MIT */
/*
 * A task, thread or process, and the calls of sched_setaffinity() that were about it: who made
 * them, and between which moments.
 */
#ifndef AFFINITY_CHECK_TASK_H
#define AFFINITY_CHECK_TASK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "check.h"

struct task {
	pid_t tid;   /* 0: there is none */
	pid_t inner; /* what the program calls it, in its own pid namespace */
	struct thread_look look;
	uint64_t cpu_ns;    /* that it ran; kept up to date by the tick */
	uint64_t nr_sleeps; /* how often it left its CPU by its own will */
	struct faults faults;
	bool runs; /* or would, if the CPU were free: it does not sleep */
};

/* 0, or -ENODATA: no such task, or no such file in /proc; errors of thread.h. */
int task_read(pid_t tid, struct task *ret);
/* The thread of that name of process `pid`. Also -ENOTUNIQ. */
int task_read_named(pid_t pid, const char *name, struct task *ret);

/* Between two checkpoints, or two times (CLOCK_MONOTONIC) if there are any. */
struct span {
	const char *after, *before;
	uint64_t from_ns, until_ns;
};

/* The call about this task that comes after `ev` (NULL: the first). */
const struct record_event *task_next_call(const struct record *record,
	const struct task *task, const struct span *span, const struct record_event *ev);
/* The last call about this task that was made then; NULL: none. `by`: by that process only, if not
 * 0. */
const struct record_event *task_last_call(const struct record *record,
	const struct task *task, const struct span *span, pid_t by, bool succeeded);

/* In a claim: there was one, and the last one succeeded. */
void task_expect_set(
	const struct record *record, const struct task *task, const struct span *span);
/* Whether the call asked for these CPUs, all of them up to 63, and for no others. */
bool task_asked_for(const struct record_event *call, const cpu_set_t *cpus);
/* In a claim: it did. A kernel in which the function cannot be probed does not tell. */
void task_expect_asked(const struct record_event *call, const cpu_set_t *cpus);
/* In a claim: none succeeded. */
void task_expect_left(
	const struct record *record, const struct task *task, const struct span *span);

#endif
