/* SPDX-License-Identifier: MIT */
/*
 * Lab 07, the checker: reads from outside where each task may run, where it is, and how
 * often the scheduler has moved it. At the moments the program stands still. At the samples
 * it runs on: a frozen thread is woken again, and may be moved by that.
 *
 * Whoever runs on the isolated CPU stays there until it is woken again, since balancing
 * leaves it out. So a thread that is elsewhere after it has run was never there.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

#define ISOLATED_CPU 7
#define ABSENT_CPU 40

enum { BOUND, INHERITED, THREADS, REFUSED, PARTLY, NR_MOMENTS };

static const char *const moments[] = {
	"bound", "inherited", "threads", "refused", "partly", NULL};

/* Four threads and another process, and the CPUs that each is to have. */
static const char *const tasks[] = {"one", "two", "three", "four", "other"};
static const char *const lists[] = {"%d", "0-%d", "0,%d-6", "6,0,%d", "%d,3"};
#define NR_TASKS 5

enum { CROWD, CROWD_END, ALONE, CROWDED, NR_SAMPLES };

static const char *const samples[] = {"crowd", "crowd-end", "alone", "crowded"};

/* The first four are there at the last two samples, the others at the others. */
enum { FREE, IS_BOUND, HOG, HOG_2, ISOLATED, CROWD_0, NR_THREADS = CROWD_0 + 8 };

static const char *const threads[] = {"free", "bound", "hog", "hog-2", "isolated", "c-0",
	"c-1", "c-2", "c-3", "c-4", "c-5", "c-6", "c-7"};

struct sample {
	bool seen;
	struct thread_look threads[NR_THREADS];
};

struct evidence {
	struct performance run;
	unsigned long mask;
	int cpu, err;
	cpu_set_t online, isolated;
	cpu_set_t at[NR_MOMENTS]; /* of the process that the moment is about */
	struct thread_look tasks[NR_TASKS];
	struct sample samples[NR_SAMPLES];
};

static void on_sample(struct stage *stage, pid_t pid, const char *name, void *arg)
{
	struct evidence *e = arg;
	int err = 0, i = 0;

	while (i < NR_SAMPLES && strcmp(name, samples[i]))
		i++;
	if (i == NR_SAMPLES || pid != stage_main_pid(stage))
		return;
	for (int t = 0; t < NR_THREADS && !err; t++)
		if ((t < ISOLATED) == (i >= ALONE))
			err = thread_look(pid, threads[t], &e->samples[i].threads[t]);
	e->samples[i].seen = !err;
	if (err && err != -ENODATA && err != -ENOTUNIQ)
		e->err = err;
}

/* The four threads, and the other process, of which there is one. */
static int look_at_tasks(struct evidence *e, struct stage *stage)
{
	pid_t main_pid = stage_main_pid(stage), pids[4];
	size_t nr;
	int err = stage_processes(stage, pids, 4, &nr);

	for (int i = 0; i < NR_TASKS - 1 && !err; i++)
		err = thread_look(main_pid, tasks[i], &e->tasks[i]);
	if (err || nr != 2)
		return err && err != -ENOTUNIQ ? err : -ENODATA;
	return affinity_read(
		pids[pids[0] == main_pid ? 1 : 0], &e->tasks[NR_TASKS - 1].cpus);
}

/* At «inherited» it is the child that stands there, else the first process. */
static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	pid_t pid = stage_pid(run->stage);

	if (moment == THREADS)
		return look_at_tasks(e, run->stage);
	if ((moment == INHERITED) == (pid == stage_main_pid(run->stage)))
		return -ENODATA;
	return affinity_read(pid, &e->at[moment]);
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	int err;

	e->mask = drawn_size(config, "mask");
	e->cpu = drawn_size(config, "cpu");
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

static void no_cpu_is_refused_and_an_absent_one_left_out(void **state)
{
	const struct evidence *e = *state;
	cpu_set_t three = set_of(e, "%d", 3);

	if (CPU_ISSET(ABSENT_CPU, &e->online))
		claim_skip("this machine has a CPU %d", ABSENT_CPU);
	expect_moment(&e->run, REFUSED);
	claim_where("the process, after asking for CPU 40 alone");
	expect_cpus(&e->at[BOUND], &e->at[REFUSED]);
	expect_moment(&e->run, PARTLY);
	claim_where("the process, after asking for the CPUs 3 and 40");
	expect_cpus(&three, &e->at[PARTLY]);
	claim_saw("nothing changed; then CPU 3");
}

static void a_mask_holds_for_the_process_and_its_children(void **state)
{
	const struct evidence *e = *state;
	char mask[32];
	cpu_set_t cpus;

	expect_moment(&e->run, BOUND);
	snprintf(mask, sizeof(mask), "%lx", e->mask);
	cpumask_parse(mask, &cpus);
	CPU_AND(&cpus, &cpus, &e->online);
	claim_where("the process, mask %s", mask);
	expect_cpus(&cpus, &e->at[BOUND]);
	expect_moment(&e->run, INHERITED);
	claim_where("its child, after exec");
	expect_cpus(&cpus, &e->at[INHERITED]);
	claim_saw("mask %s in both", mask);
}

static void each_task_may_run_where_its_list_says(void **state)
{
	const struct evidence *e = *state;
	char list[32];

	expect_moment(&e->run, THREADS);
	for (int i = 0; i < NR_TASKS; i++) {
		cpu_set_t cpus = set_of(e, lists[i], e->cpu);

		snprintf(list, sizeof(list), lists[i], e->cpu);
		claim_where("«%s», list %s", tasks[i], list);
		expect_cpus(&cpus, &e->tasks[i].cpus);
	}
	claim_saw("four threads and another process, each with its own CPUs");
}

/* How often the scheduler moved that thread from one sample to another. */
static uint64_t moved(const struct sample *s, int from, int to, int thread)
{
	return s[to].threads[thread].nr_migrations -
	       s[from].threads[thread].nr_migrations;
}

static void a_hog_drives_away_who_is_not_bound(void **state)
{
	const struct evidence *e = *state;
	const struct sample *s = samples_until(e, CROWDED);
	const struct thread_look *seen = s[CROWDED].threads;
	cpu_set_t bound = set_of(e, "%d", e->cpu);

	claim_where("thread bound");
	expect_cpus(&bound, &seen[IS_BOUND].cpus);
	expect_equal("migrations", 0, moved(s, ALONE, CROWDED, IS_BOUND));
	claim_where("thread hog-2");
	expect_cpus(&bound, &seen[HOG_2].cpus);
	claim_where("thread hog");
	expect_equal("number of CPUs", 1, CPU_COUNT(&seen[HOG].cpus));
	claim_where("thread free");
	expect_true(CPU_COUNT(&seen[FREE].cpus) > 1, "several CPUs", "one");
	expect_between("migrations", 1, 99999, moved(s, ALONE, CROWDED, FREE));
	claim_saw("free: %" PRIu64 ", bound: none", moved(s, ALONE, CROWDED, FREE));
}

static void nobody_runs_on_an_isolated_cpu_unless_bound(void **state)
{
	const struct evidence *e = *state;
	const struct sample *s;
	const struct thread_look *seen;
	cpu_set_t all = set_of(e, "0-%d", ISOLATED_CPU),
		  one = set_of(e, "%d", ISOLATED_CPU);

	if (!CPU_ISSET(ISOLATED_CPU, &e->isolated))
		claim_skip("CPU %d of this machine is not isolated", ISOLATED_CPU);
	s = samples_until(e, CROWD_END);
	seen = s[CROWD_END].threads;
	for (int i = CROWD_0; i < NR_THREADS; i++) {
		claim_where("thread %s", threads[i]);
		expect_cpus(&all, &seen[i].cpus);
		expect_true(seen[i].cpu != ISOLATED_CPU, "another CPU", "it ran there");
	}
	claim_where("thread isolated");
	expect_cpus(&one, &seen[ISOLATED].cpus);
	expect_equal("CPU", ISOLATED_CPU, seen[ISOLATED].cpu);
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

static void report_agrees(void **state)
{
	const struct evidence *e = *state;
	const struct sample *s = samples_until(e, CROWDED);
	uint64_t free_moved = moved(s, ALONE, CROWDED, FREE), printed, refused;

	expect_transcript_complete(e->run.report);
	expect_set(e, "process", &e->at[BOUND]);
	for (int i = 0; i < NR_TASKS; i++)
		expect_set(e, tasks[i], &e->tasks[i].cpus);
	expect_set(e, "partly", &e->at[PARTLY]);
	refused = CPU_ISSET(ABSENT_CPU, &e->online) ? 0 : EINVAL;
	expect_hole(e->run.report, "refused", refused);
	expect_hole(e->run.report, "bound", moved(s, ALONE, CROWDED, IS_BOUND));
	if (transcript_u64(e->run.report, "free", &printed))
		printed = UINT64_MAX;
	claim_where("line «free»");
	expect_between("migrations", free_moved ? 1 : 0, free_moved, printed);
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
