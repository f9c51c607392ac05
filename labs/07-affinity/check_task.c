/* SPDX-License-Identifier: MIT */
/* A task and the calls about it; see check_task.h. */
#include "check_task.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

/* "NSpid:	812	14": the last is its number in the innermost namespace. */
static int read_status(pid_t tid, struct task *ret)
{
	static const char pids[] = "NSpid:", sleeps[] = "voluntary_ctxt_switches:",
			  state[] = "State:\t";
	struct kfile_path path;
	struct kfile_line line;
	FILE *file;
	int nr_found = 0, err = kfile_pid_path(tid, "status", &path);

	if (!err)
		err = kfile_fopen(path.text, &file);
	if (err)
		return err;
	while (!(err = kfile_line(file, &line))) {
		if (!strncmp(line.text, pids, sizeof(pids) - 1)) {
			ret->inner = (pid_t)strtol(strrchr(line.text, '\t'), NULL, 10);
			nr_found++;
		} else if (!strncmp(line.text, sleeps, sizeof(sleeps) - 1)) {
			ret->nr_sleeps =
				strtoull(line.text + sizeof(sleeps) - 1, NULL, 10);
			nr_found++;
		} else if (!strncmp(line.text, state, sizeof(state) - 1)) {
			ret->runs = line.text[sizeof(state) - 1] == 'R';
			nr_found++;
		}
	}
	fclose(file);
	return err == -ENODATA && nr_found == 3 ? 0 : err;
}

/* Source: Documentation/scheduler/sched-stats.rst, /proc/PID/schedstat. */
static int read_cpu_time(pid_t tid, uint64_t *ret)
{
	struct kfile_path path;
	struct kfile_line line;
	const char *text = line.text;
	FILE *file;
	int err = kfile_pid_path(tid, "schedstat", &path);

	if (!err)
		err = kfile_fopen(path.text, &file);
	if (err)
		return err;
	err = kfile_line(file, &line);
	fclose(file);
	return err ? err : kfile_number(&text, 10, ret);
}

static int read_rest(pid_t tid, struct task *ret)
{
	int err = read_status(tid, ret);

	ret->tid = tid;
	if (!err)
		err = read_cpu_time(tid, &ret->cpu_ns);
	return err ? err : faults_read_thread(tid, tid, &ret->faults);
}

int task_read(pid_t tid, struct task *ret)
{
	struct task task = {0};
	int err = affinity_read(tid, &task.look.cpus);

	if (!err)
		err = read_rest(tid, &task);
	if (!err)
		*ret = task;
	return err;
}

int task_read_named(pid_t pid, const char *name, struct task *ret)
{
	struct task task = {0};
	pid_t tid;
	int err = thread_find(pid, name, &tid);

	if (!err)
		err = thread_look(pid, name, &task.look);
	if (!err)
		err = read_rest(tid, &task);
	if (!err)
		*ret = task;
	return err;
}

static bool is_about(const struct record_event *ev, const struct task *task)
{
	pid_t number = (pid_t)ev->call.args[0];

	return number ? number == task->inner : ev->tid == task->tid;
}

static const struct record_event *next_of(const struct record *record,
	const struct task *task, const struct span *span, struct record_query query,
	const struct record_event *ev)
{
	query.kind = RECORD_CALL;
	query.nr = SYS_sched_setaffinity;
	query.after = span->after;
	query.before = span->before;
	do
		ev = record_next(record, &query, ev);
	while (ev && (!is_about(ev, task) || ev->time_ns < span->from_ns ||
			     (span->until_ns && ev->time_ns >= span->until_ns)));
	return ev;
}

const struct record_event *task_next_call(const struct record *record,
	const struct task *task, const struct span *span, const struct record_event *ev)
{
	return next_of(record, task, span, (struct record_query){0}, ev);
}

const struct record_event *task_last_call(const struct record *record,
	const struct task *task, const struct span *span, pid_t by, bool succeeded)
{
	const struct record_query query = {.pid = by, .succeeded = succeeded};
	const struct record_event *last = NULL;

	for (const struct record_event *ev = NULL;
		(ev = next_of(record, task, span, query, ev));)
		last = ev;
	return last;
}

/* The CPUs up to 63, as bits. */
static uint64_t bits_of(const cpu_set_t *cpus)
{
	uint64_t bits = 0;

	for (int cpu = 0; cpu < 64; cpu++)
		bits |= (uint64_t) !!CPU_ISSET(cpu, cpus) << cpu;
	return bits;
}

bool task_asked_for(const struct record_event *call, const cpu_set_t *cpus)
{
	return call->call.has_set && call->call.set == bits_of(cpus);
}

void task_expect_asked(const struct record_event *call, const cpu_set_t *cpus)
{
	cpu_set_t asked;

	if (!call->call.has_set)
		return;
	CPU_ZERO(&asked);
	for (int cpu = 0; cpu < 64; cpu++)
		if (call->call.set >> cpu & 1)
			CPU_SET(cpu, &asked);
	expect_cpus(cpus, &asked);
}

void task_expect_set(
	const struct record *record, const struct task *task, const struct span *span)
{
	const struct record_event *last = task_last_call(record, task, span, 0, false);
	char words[RECORD_WORDS_BYTES];

	expect_true(last, "sched_setaffinity() for it", "no such call");
	record_words(last, words, sizeof(words));
	expect_true(last->call.returned && last->call.result >= 0,
		"sched_setaffinity() for it, with success", "%s", words);
}

void task_expect_left(
	const struct record *record, const struct task *task, const struct span *span)
{
	const struct record_event *last = task_last_call(record, task, span, 0, true);
	char words[RECORD_WORDS_BYTES];

	if (!last)
		return;
	record_words(last, words, sizeof(words));
	claim_fail("no sched_setaffinity() for it meanwhile", "%s", words);
}
