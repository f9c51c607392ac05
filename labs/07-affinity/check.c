/* SPDX-License-Identifier: MIT */
/*
 * Lab 07, the checker: reads from outside where each task may run, where it is, and how
 * often the scheduler has moved it. At the moments the program stands still. At the samples
 * it runs on: a frozen thread is woken again, and may be moved by that. Which process asked for
 * which task is in the record (check_task.h); other processes of the program are its own business.
 *
 * A thread on the isolated CPU stays there: balancing leaves that CPU out, and a thread that wakes up
 * goes back to it. So a thread that is elsewhere after it has run was never there.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "check_task.h"

#define ISOLATED_CPU 7
#define ABSENT_CPU 40
/* The crowd spins for 60 ms each; the kernel's account of that is a tick late. */
#define SPUN_NS (UINT64_C(40) * 1000 * 1000)
#define MAX_PROCESSES 16
/* So often the scheduler has counted a thread's time, and so long it may take, before slowness. */
#define NR_COUNTED 4
#define SETTLE_MS 500

enum { BOUND, INHERITED, THREADS, REFUSED, PARTLY, NR_MOMENTS };

static const char *const moments[] = {
	"bound", "inherited", "threads", "refused", "partly", NULL};

/* Four threads and another process, and the CPUs that each is to have. */
static const char *const tasks[] = {"one", "two", "three", "four", "other"};
static const char *const lists[] = {"%d", "0-%d", "0,%d-6", "6,0,%d", "%d,3"};
#define NR_TASKS 5
#define OTHER 4

enum { CROWD, CROWD_END, ALONE, CROWDED, NR_SAMPLES };

static const char *const samples[] = {"crowd", "crowd-end", "alone", "crowded"};

/* The first four are there at the last two samples, the others at the others. */
enum { FREE, IS_BOUND, HOG, HOG_2, ISOLATED, CROWD_0, NR_THREADS = CROWD_0 + 8 };

static const char *const threads[] = {"free", "bound", "hog", "hog-2", "isolated", "c-0",
	"c-1", "c-2", "c-3", "c-4", "c-5", "c-6", "c-7"};

struct sample {
	bool seen;
	uint64_t time_ns; /* CLOCK_MONOTONIC, as the record has it */
	struct task threads[NR_THREADS];
};

struct evidence {
	struct performance run;
	const char *program;
	uint64_t mask;
	double slowness;
	int cpu, err;
	cpu_set_t online, isolated;
	struct task at[NR_MOMENTS]; /* of the process that the moment is about */
	struct task tasks[NR_TASKS];
	struct task others[MAX_PROCESSES]; /* all processes at THREADS but the first */
	size_t nr_others;
	struct sample samples[NR_SAMPLES];
};

/*
 * A spinner that was just moved calls its CPU by the old number until it has run on the new one. It
 * is looked at when the scheduler has counted its time there, by ticks in which it spun.
 */
static int read_settled(
	const struct evidence *e, pid_t pid, const char *name, struct task *ret)
{
	uint64_t until_ms = monotonic_ms() + (uint64_t)(SETTLE_MS * e->slowness);
	struct task before;
	unsigned nr_counted = 0;
	int err = task_read_named(pid, name, ret);

	while (!err && nr_counted < NR_COUNTED && monotonic_ms() < until_ms) {
		usleep(2000);
		before = *ret;
		err = task_read_named(pid, name, ret);
		if (ret->look.cpu != before.look.cpu ||
			ret->look.nr_migrations != before.look.nr_migrations)
			nr_counted = 0;
		else
			nr_counted += ret->cpu_ns != before.cpu_ns;
	}
	return err;
}

static void on_sample(struct stage *stage, pid_t pid, const char *name, void *arg)
{
	struct evidence *e = arg;
	int err = 0, i = 0;

	while (i < NR_SAMPLES && strcmp(name, samples[i]))
		i++;
	if (i == NR_SAMPLES || pid != stage_main_pid(stage))
		return;
	e->samples[i].time_ns = monotonic_ns();
	/* `free` last: it moves as it likes, and the program goes by where it is right after this. */
	for (int t = NR_THREADS - 1; t >= 0 && !err; t--) {
		struct task *task = &e->samples[i].threads[t];

		if ((t < ISOLATED) != (i >= ALONE))
			continue;
		err = i == ALONE && t <= IS_BOUND
			      ? read_settled(e, pid, threads[t], task)
			      : task_read_named(pid, threads[t], task);
	}
	e->samples[i].seen = !err;
	if (err && err != -ENODATA && err != -ENOTUNIQ)
		e->err = err;
}

static int look_at_others(struct evidence *e, struct stage *stage)
{
	pid_t main_pid = stage_main_pid(stage), pids[MAX_PROCESSES + 1];
	size_t nr;
	int err = stage_processes(stage, pids, MAX_PROCESSES + 1, &nr);

	for (size_t i = 0; i < nr && !err; i++) {
		if (pids[i] != main_pid && e->nr_others < MAX_PROCESSES)
			err = task_read(pids[i], &e->others[e->nr_others++]);
	}
	return err;
}

static int look_at_tasks(struct evidence *e, const struct performance *run)
{
	pid_t main_pid = stage_main_pid(run->stage);
	int err = 0;

	for (int i = 0; i < OTHER && !err; i++)
		err = task_read_named(main_pid, tasks[i], &e->tasks[i]);
	if (!err)
		err = look_at_others(e, run->stage);
	return err == -ENOTUNIQ ? -ENODATA : err;
}

/* At “inherited” the child stands there, else the first process. */
static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	pid_t pid = stage_pid(run->stage);

	if (moment == THREADS)
		return look_at_tasks(e, run);
	if ((moment == INHERITED) == (pid == stage_main_pid(run->stage)))
		return -ENODATA;
	return task_read(pid, &e->at[moment]);
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	int err;

	e->slowness = config->slowness;
	e->program = config->exercise;
	e->cpu = (int)drawn_size(config, "cpu");
	e->mask = drawn_size(config, "mask");
	err = cpulist_read("/sys/devices/system/cpu/online", &e->online);
	if (!err)
		err = cpulist_read("/sys/devices/system/cpu/isolated", &e->isolated);
	if (!err)
		err = perform_sampled(config, moments, look, on_sample, e, &e->run);
	return err ? err : e->err;
}

/* All samples up to this one, which come after the last moment. */
static const struct sample *samples_until(const struct evidence *e, int last)
{
	if (access("/proc/self/sched", F_OK))
		claim_skip("this kernel counts no migrations (CONFIG_SCHED_DEBUG)");
	expect_moment(&e->run, PARTLY);
	for (int i = 0; i <= last; i++)
		if (!e->samples[i].seen)
			expect_reached(e->run.stage, samples[i]);
	return e->samples;
}

static const struct record *expect_calls(const struct evidence *e)
{
	return expect_record(&e->run, RECORD_CALLS);
}

static void expect_own_code(const struct evidence *e, const char *function)
{
	expect_own(e->program, function, "common/kernel/cpulist.h");
}

static struct span between(int after, int before)
{
	return (struct span){
		.after = after < 0 ? NULL : moments[after], .before = moments[before]};
}

static struct span between_samples(const struct evidence *e, int from, int until)
{
	return (struct span){.from_ns = e->samples[from].time_ns,
		.until_ns = e->samples[until].time_ns};
}

/* What was asked for, and is online: the kernel shows no others. */
static cpu_set_t set_of(const struct evidence *e, const char *format, int cpu)
{
	char list[32];
	cpu_set_t cpus;

	snprintf(list, sizeof(list), format, cpu);
	cpulist_parse(list, &cpus);
	CPU_AND(&cpus, &cpus, &e->online);
	return cpus;
}

static cpu_set_t set_of_mask(const struct evidence *e)
{
	char mask[32];
	cpu_set_t cpus;

	snprintf(mask, sizeof(mask), "%" PRIx64, e->mask);
	cpumask_parse(mask, &cpus);
	CPU_AND(&cpus, &cpus, &e->online);
	return cpus;
}

/* The last call about the process that was refused; a call that succeeds asks for the CPUs that the
 * process has already. */
static const struct record_event *expect_refusal(
	const struct evidence *e, const struct span *alone)
{
	const struct task *process = &e->at[REFUSED];
	const struct record_event *refused = NULL, *changed = NULL;
	char words[RECORD_WORDS_BYTES];

	for (const struct record_event *ev = NULL;
		(ev = task_next_call(expect_calls(e), process, alone, ev));) {
		if (ev->call.result < 0)
			refused = ev;
		else if (!task_asked_for(ev, &e->at[BOUND].look.cpus))
			changed = ev;
	}
	if (changed) {
		record_words(changed, words, sizeof(words));
		claim_fail("no sched_setaffinity() for it meanwhile", "%s", words);
	}
	expect_true(refused, "sched_setaffinity() for it", "no such call");
	return refused;
}

/*
 * End: the process has the right CPUs after both requests.
 * Means: one call of sched_setaffinity() for CPU 40 failed with EINVAL, then one for CPUs 3 and 40
 * succeeded.
 * Other ways: no call, because the program itself finds CPU 40 missing; calls for the CPUs that there
 * are, or for none (the sets that the kernel got); other CPUs set, and the old ones restored before the
 * look (all calls until the look).
 */
static void no_cpu_is_refused_and_an_absent_one_left_out(void **state)
{
	const struct evidence *e = *state;
	const struct span alone = between(THREADS, REFUSED),
			  with_3 = between(REFUSED, PARTLY);
	cpu_set_t three = set_of(e, "%d", 3), asked = affinity_only(ABSENT_CPU);
	const struct record_event *refused;
	char words[RECORD_WORDS_BYTES];

	if (CPU_ISSET(ABSENT_CPU, &e->online))
		claim_skip("this machine has a CPU %d", ABSENT_CPU);
	expect_moment(&e->run, REFUSED);
	claim_where("the process, after asking for CPU 40 alone");
	refused = expect_refusal(e, &alone);
	record_words(refused, words, sizeof(words));
	expect_true(refused->call.args[1] * 8 > ABSENT_CPU,
		"a set that is long enough for CPU 40", "%s", words);
	expect_true(refused->call.result == -EINVAL, "it fails: EINVAL", "%s", words);
	claim_where("the set that was refused");
	task_expect_asked(refused, &asked);
	claim_where(
		"the process, after CPU 40 was refused: the CPUs that it had at “bound”");
	expect_cpus(&e->at[BOUND].look.cpus, &e->at[REFUSED].look.cpus);
	expect_moment(&e->run, PARTLY);
	claim_where("the process, after asking for the CPUs 3 and 40");
	task_expect_set(expect_calls(e), &e->at[PARTLY], &with_3);
	expect_cpus(&three, &e->at[PARTLY].look.cpus);
	claim_where("the set that it asked for then");
	CPU_SET(3, &asked);
	task_expect_asked(
		task_last_call(expect_calls(e), &e->at[PARTLY], &with_3, 0, true),
		&asked);
	claim_saw("nothing changed; then CPU 3");
}

/* The process began it, it became another program, and nobody ever asked for its CPUs. */
static void expect_inherited(const struct evidence *e, const struct task *child)
{
	const struct record *record = expect_calls(e);
	const struct record_query exec = {.kind = RECORD_EXEC,
		.pid = child->tid,
		.after = moments[BOUND],
		.before = moments[INHERITED]};
	const struct span span = between(-1, INHERITED);
	const struct record_event *born = record_born(record, child->tid);

	claim_where("its child");
	expect_true(born && born->pid == stage_main_pid(e->run.stage),
		"a child of the first process", "a child of another one");
	expect_true(record_next(record, &exec, NULL), "a program by execve()",
		"the program that it was forked from");
	task_expect_left(record, child, &span);
}

/*
 * End: the process and its child have the CPUs of the mask.
 * Means: sched_setaffinity() was called for the process, and never for its child, which has
 * executed a program since.
 * Other ways: the child sets its CPUs itself, or another process does; they are those of a process in
 * between (who began the child); the child has executed nothing (calls, exec); the library's function that reads masks (it must not be linked in); a function
 * that reads only eight bits, or only digits (the mask that is drawn has letters, and CPUs above
 * 9 exist).
 */
static void a_mask_holds_for_the_process_and_its_children(void **state)
{
	const struct evidence *e = *state;
	const struct span until_bound = between(-1, BOUND);
	const cpu_set_t cpus = set_of_mask(e);

	expect_moment(&e->run, BOUND);
	expect_own_code(e, "cpumask_parse");
	claim_where("the process, mask %" PRIx64, e->mask);
	task_expect_set(expect_calls(e), &e->at[BOUND], &until_bound);
	expect_cpus(&cpus, &e->at[BOUND].look.cpus);
	expect_moment(&e->run, INHERITED);
	claim_where("its child, after exec");
	expect_cpus(&cpus, &e->at[INHERITED].look.cpus);
	expect_inherited(e, &e->at[INHERITED]);
	claim_saw("mask %" PRIx64 " in both", e->mask);
}

/* The process that the program's first process asked for last, of all that live; NULL: none. */
static const struct task *find_other(const struct evidence *e)
{
	const struct span span = between(INHERITED, THREADS);
	const struct record_event *last = NULL;
	const struct task *other = NULL;

	for (size_t i = 0; i < e->nr_others; i++) {
		const struct record_event *ev = task_last_call(expect_calls(e),
			&e->others[i], &span, stage_main_pid(e->run.stage), false);

		if (ev && (!last || ev->time_ns > last->time_ns)) {
			last = ev;
			other = &e->others[i];
		}
	}
	return other;
}

static const struct task *expect_other(const struct evidence *e)
{
	const struct task *other = find_other(e);

	expect_true(e->nr_others, "a living process besides the first", "none");
	expect_true(other, "sched_setaffinity() by the first process for another one",
		"no such call");
	return other;
}

/*
 * End: four threads and another process have the CPUs of their lists.
 * Means: sched_setaffinity() was called for each of them; for the other process, the first
 * process called it.
 * Other ways: the other process sets its CPUs itself (who made the call); a further process that
 * happens to live, such as a logger, is none of the tasks; the library's function that reads
 * lists (it must not be linked in).
 */
static void each_task_may_run_where_its_list_says(void **state)
{
	const struct evidence *e = *state;
	const struct span span = between(INHERITED, THREADS);

	expect_moment(&e->run, THREADS);
	expect_own_code(e, "cpulist_parse");
	for (int i = 0; i < NR_TASKS; i++) {
		cpu_set_t cpus = set_of(e, lists[i], e->cpu);
		const struct task *task = &e->tasks[i];
		char list[32];

		snprintf(list, sizeof(list), lists[i], e->cpu);
		claim_where("“%s”, list %s", tasks[i], list);
		if (i == OTHER)
			task = expect_other(e);
		task_expect_set(expect_calls(e), task, &span);
		expect_cpus(&cpus, &task->look.cpus);
	}
	claim_saw("four threads and another process, each with its own CPUs");
}

/* How often the scheduler moved that thread from one sample to another. */
static uint64_t moved(const struct sample *s, int from, int to, int thread)
{
	return s[to].threads[thread].look.nr_migrations -
	       s[from].threads[thread].look.nr_migrations;
}

static int only_cpu(const cpu_set_t *cpus)
{
	int cpu = 0;

	while (cpu < CPU_SETSIZE - 1 && !CPU_ISSET(cpu, cpus))
		cpu++;
	return cpu;
}

/* On the CPU on which `free` was, then or when the hog came; where `free` has moved twice, it was on
 * a third one meanwhile. */
static void expect_hog_beside_free(const struct sample *s)
{
	unsigned cpu = (unsigned)only_cpu(&s[CROWDED].threads[HOG].look.cpus);

	expect_true(cpu == s[ALONE].threads[FREE].look.cpu ||
			    cpu == s[CROWDED].threads[FREE].look.cpu ||
			    moved(s, ALONE, CROWDED, FREE) > 1,
		"the CPU of the thread free", "CPU %u, and free was on CPU %u", cpu,
		s[ALONE].threads[FREE].look.cpu);
}

static void expect_runs(const struct task *task)
{
	expect_true(task->runs, "a thread that spins", "one that sleeps");
}

/* It has spun all the time, and nobody asked for its CPUs. */
static void expect_spun(const struct evidence *e, int thread)
{
	const struct span span = between_samples(e, ALONE, CROWDED);
	const struct task *now = &e->samples[CROWDED].threads[thread];
	const struct task *then = &e->samples[ALONE].threads[thread];
	uint64_t nr_sleeps = now->nr_sleeps - then->nr_sleeps;

	task_expect_left(expect_calls(e), now, &span);
	/* While another thread forks, a fault has to wait. */
	if (nr_sleeps > now->faults.minor - then->faults.minor)
		expect_equal("times asleep", 0, nr_sleeps);
}

/*
 * End: the free thread has moved, the bound one has not.
 * Means: both spin all the time; the hogs are bound to their CPUs and spin there, and the scheduler
 * moved the free thread.
 * Other ways: the program moves it by sched_setaffinity() (calls between the samples), or lets
 * it sleep and wake elsewhere (it slept more often than it had faults); a hog on another CPU (its
 * CPUs); others spin in the place of hogs that sleep (their states).
 */
static void a_hog_drives_away_who_is_not_bound(void **state)
{
	const struct evidence *e = *state;
	const struct sample *s = samples_until(e, CROWDED);
	const struct task *seen = s[CROWDED].threads;
	const struct span sent = between_samples(e, ALONE, CROWDED);
	cpu_set_t bound = set_of(e, "%d", e->cpu);

	claim_where("thread bound");
	expect_cpus(&bound, &seen[IS_BOUND].look.cpus);
	expect_equal("migrations", 0, moved(s, ALONE, CROWDED, IS_BOUND));
	claim_where("thread hog-2");
	task_expect_set(expect_calls(e), &seen[HOG_2], &sent);
	expect_cpus(&bound, &seen[HOG_2].look.cpus);
	expect_runs(&seen[HOG_2]);
	claim_where("thread hog");
	task_expect_set(expect_calls(e), &seen[HOG], &sent);
	expect_equal("number of CPUs", 1, CPU_COUNT(&seen[HOG].look.cpus));
	expect_hog_beside_free(s);
	expect_runs(&seen[HOG]);
	claim_where("thread free");
	expect_true(CPU_COUNT(&seen[FREE].look.cpus) > 1, "several CPUs", "one");
	expect_between("migrations", 1, 99999, moved(s, ALONE, CROWDED, FREE));
	expect_spun(e, FREE);
	claim_where("thread bound");
	expect_spun(e, IS_BOUND);
	claim_saw("free: %" PRIu64 ", bound: none", moved(s, ALONE, CROWDED, FREE));
}

/* These were its CPUs all the time, during which it has run. The 60 ms are of all its life: on a busy
 * host the time of a stand-still counts as some thread's, before the first sample, too. */
static void expect_ran(const struct evidence *e, int thread, const cpu_set_t *cpus)
{
	const struct task *before = &e->samples[CROWD].threads[thread];
	const struct task *after = &e->samples[CROWD_END].threads[thread];
	const struct span span = between_samples(e, CROWD, CROWD_END);

	expect_cpus(cpus, &before->look.cpus);
	expect_cpus(cpus, &after->look.cpus);
	expect_true(after->cpu_ns > before->cpu_ns && after->cpu_ns >= SPUN_NS,
		"a thread that spins for 60 ms",
		"%" PRIu64 " us of CPU time until “%s”, %" PRIu64 " until “%s”",
		before->cpu_ns / 1000, samples[CROWD], after->cpu_ns / 1000,
		samples[CROWD_END]);
	task_expect_left(expect_calls(e), after, &span);
}

/*
 * End: after they have run, the crowd's threads are on other CPUs; the bound thread is on the
 * isolated CPU, and has not moved.
 * Means: all of them spin for 60 ms, with the right CPUs at both samples.
 * Other ways: threads that sleep (CPU time); the isolated CPU in their sets only while the
 * checker looks (the sets at both samples, and calls between).
 */
static void nobody_runs_on_an_isolated_cpu_unless_bound(void **state)
{
	const struct evidence *e = *state;
	const struct sample *s;
	const struct task *seen;
	cpu_set_t all = set_of(e, "0-%d", ISOLATED_CPU),
		  one = set_of(e, "%d", ISOLATED_CPU);

	if (!CPU_ISSET(ISOLATED_CPU, &e->isolated))
		claim_skip("CPU %d of this machine is not isolated", ISOLATED_CPU);
	s = samples_until(e, CROWD_END);
	seen = s[CROWD_END].threads;
	for (int i = CROWD_0; i < NR_THREADS; i++) {
		claim_where("thread %s", threads[i]);
		expect_true(
			seen[i].look.cpu != ISOLATED_CPU, "another CPU", "it ran there");
		expect_ran(e, i, &all);
	}
	claim_where("thread isolated");
	expect_ran(e, ISOLATED, &one);
	expect_equal("CPU", ISOLATED_CPU, seen[ISOLATED].look.cpu);
	expect_equal("migrations", 0, moved(s, CROWD, CROWD_END, ISOLATED));
	claim_saw("eight threads elsewhere, the bound one there");
}

/* A set is printed in both ways: {NAME}, the list, and {NAME_mask}. */
static void expect_set(const struct evidence *e, const char *name, const cpu_set_t *cpus)
{
	char list[CPULIST_SIZE], mask[CPULIST_SIZE], hole[32];

	snprintf(hole, sizeof(hole), "%s_mask", name);
	cpulist_format(cpus, list, sizeof(list));
	cpumask_format(cpus, mask, sizeof(mask));
	expect_hole_word(e->run.report, name, list);
	expect_hole_word(e->run.report, hole, mask);
}

static void expect_sets(const struct evidence *e)
{
	const struct task *other = find_other(e);

	/* One that asked for itself is told of in its own claim. */
	if (!other && e->nr_others)
		other = &e->others[e->nr_others - 1];
	claim_where("the other process");
	expect_true(other, "a living process besides the first", "none");
	claim_where("the output");
	expect_set(e, "process", &e->at[BOUND].look.cpus);
	for (int i = 0; i < OTHER; i++)
		expect_set(e, tasks[i], &e->tasks[i].look.cpus);
	expect_set(e, tasks[OTHER], &other->look.cpus);
	expect_set(e, "partly", &e->at[PARTLY].look.cpus);
}

/*
 * The program counts between two looks of the checker, so it may miss a move close to one of them.
 * Not the one that it waits for once it has sent the hog.
 */
static void expect_moves_of_free(const struct evidence *e, uint64_t counted)
{
	const struct span sent = between_samples(e, ALONE, CROWDED);
	bool waited = task_last_call(
		expect_calls(e), &e->samples[CROWDED].threads[HOG], &sent, 0, true);
	uint64_t printed;

	if (transcript_u64(e->run.report, "free", &printed))
		printed = UINT64_MAX;
	claim_where("line “free”");
	expect_between("migrations", waited && counted ? 1 : 0, counted, printed);
}

/*
 * End: every set and number that is printed is the kernel's.
 * Means: /proc at the same moments, with CPUs of two digits; the kernel's counts of migrations.
 * Other ways: formats that are right for small CPU numbers only (the draw); the library's
 * function that writes them (it must not be linked in). That there is one migration, or none,
 * can be known without counting: docs/threat-model.adoc.
 */
static void report_agrees(void **state)
{
	const struct evidence *e = *state;
	const struct sample *s = samples_until(e, CROWDED);
	uint64_t refused;

	expect_transcript_complete(e->run.report);
	expect_own_code(e, "cpulist_format");
	expect_own_code(e, "cpumask_format");
	expect_sets(e);
	refused = CPU_ISSET(ABSENT_CPU, &e->online) ? 0 : EINVAL;
	expect_hole(e->run.report, "refused", refused);
	expect_hole(e->run.report, "bound", moved(s, ALONE, CROWDED, IS_BOUND));
	expect_moves_of_free(e, moved(s, ALONE, CROWDED, FREE));
	expect_exit(e->run.stage, 0);
	claim_saw("all sets and numbers agree");
}

static const struct CMUnitTest claims[] = {
	CLAIM(no_cpu_is_refused_and_an_absent_one_left_out),
	CLAIM(a_mask_holds_for_the_process_and_its_children),
	CLAIM(each_task_may_run_where_its_list_says),
	CLAIM(a_hog_drives_away_who_is_not_bound),
	CLAIM(nobody_runs_on_an_isolated_cpu_unless_bound),
	CLAIM(report_agrees),
};

CHECKER(claims, gather, struct evidence);
