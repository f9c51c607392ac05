/* SPDX-License-Identifier: MIT */
/*
 * Lab 07: says where a process, its threads and another process may run; drives a thread
 * away from its CPU; and tries a CPU that the scheduler gives only to threads bound to it.
 *
 *	./exercise MASK CPU
 *
 * MASK is a set of the machine's CPUs but for CPU 7, bit n for CPU n; CPU one of 1-5.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"

#define ISOLATED 7 /* the machine was started with isolcpus=7-N: from 7 to the last */
#define ABSENT 40  /* it has no such CPU */

/* Task 1. Let thread `tid` (0: the calling one) run on these CPUs: sched_setaffinity(2).
 * 0, or -errno. */
static int set_affinity(pid_t tid, const cpu_set_t *cpus)
{
	/* TODO 1: write your code here. */
	return (void)tid, (void)cpus, -ENOSYS;
	/* end of TODO 1 */
}

/* Task 2. A mask in hexadecimal digits, as "2e", is the set of the CPUs whose bits are
 * set: 1, 2, 3 and 5. CPU_ZERO(3) and CPU_SET(3) make a set. */
static void parse_mask(const char *text, cpu_set_t *ret)
{
	/* TODO 2: write your code here. */
	(void)text; CPU_ZERO(ret);
	/* end of TODO 2 */
}

/* Task 3. A list has numbers and ranges, separated by commas: "0,2-4" is 0, 2, 3 and 4. */
static void parse_list(const char *text, cpu_set_t *ret)
{
	/* TODO 3: write your code here. */
	(void)text; CPU_ZERO(ret);
	/* end of TODO 3 */
}

/* Task 4. Write a set in both ways: as the shortest list, "0,2-4" ("5-6", not "5,6"), and as
 * a mask, "1d", without commas. There is room enough, and no CPU above 62. */
static void format_set(const cpu_set_t *cpus, char *list, char *mask)
{
	/* TODO 4: write your code here. */
	(void)cpus, strcpy(list, "?"), strcpy(mask, "?");
	/* end of TODO 4 */
}

/* Task 5. Send the thread hog->tid to victim->cpu, the CPU on which `victim` runs just
 * now, and to no other. 0, or -errno. */
static int send_hog(const struct spinner *hog, const struct spinner *victim)
{
	/* TODO 5: write your code here. */
	return (void)hog, (void)victim, -ENOSYS;
	/* end of TODO 5 */
}

static void tell(const char *who, pid_t tid)
{
	char list[256] = "?", mask[32] = "?";
	cpu_set_t cpus;

	if (!affinity_read(tid, &cpus))
		format_set(&cpus, list, mask);
	printf("%s: CPUs %s, mask %s\n", who, list, mask);
}

static void try_process(const char *program, unsigned long mask)
{
	cpu_set_t cpus = affinity_only(ISOLATED); /* parse_mask() puts others there */
	char text[32];

	snprintf(text, sizeof(text), "%lx", mask);
	parse_mask(text, &cpus);
	set_affinity(0, &cpus);
	lab_checkpoint("bound");
	tell("process", 0);
	if (fork() == 0)
		execl(program, program, "child", NULL);
	wait(NULL);
}

static void try_threads(int cpu)
{
	static const char *const names[] = {"one", "two", "three", "four", "other"};
	static const char *const lists[] = {"%d", "0-%d", "0,%d-6", "6,0,%d", "%d,3"};
	static struct crew crew;
	char list[32];
	cpu_set_t cpus;
	pid_t tids[5] = {[4] = fork()};

	if (tids[4] == 0)
		pause();
	crew_make(&crew, 4, names, 1);
	for (int i = 0; i < 4; i++)
		tids[i] = crew.of[i].tid;
	for (int i = 0; i < 5; i++) {
		snprintf(list, sizeof(list), lists[i], cpu);
		parse_list(list, &cpus);
		set_affinity(tids[i], &cpus);
	}
	lab_checkpoint("threads");
	for (int i = 0; i < 5; i++)
		tell(names[i], tids[i]);
	kill(tids[4], SIGKILL);
	crew_end(&crew);
}

static void try_absent(void)
{
	cpu_set_t cpus = affinity_only(ABSENT);
	int error = set_affinity(0, &cpus);

	lab_checkpoint("refused");
	printf("CPU %d alone: error %d\n", ABSENT, -error);
	CPU_SET(3, &cpus);
	set_affinity(0, &cpus);
	lab_checkpoint("partly");
	tell("with CPU 3", 0);
}

static void try_isolated(void)
{
	static const char *const names[] = {
		"isolated", "c-0", "c-1", "c-2", "c-3", "c-4", "c-5", "c-6", "c-7"};
	static struct crew crew;
	cpu_set_t cpus = affinity_only(ISOLATED);

	crew_make(&crew, 9, names, 60);
	set_affinity(crew.of[0].tid, &cpus);
	crew_settle(&crew);
	for (int cpu = 0; cpu < ISOLATED; cpu++)
		CPU_SET(cpu, &cpus);
	for (int i = 1; i < 9; i++)
		set_affinity(crew.of[i].tid, &cpus);
	lab_sample("crowd");
	crew_go(&crew);
	crew_rest(&crew);
	lab_sample("crowd-end");
	crew_end(&crew);
}

/* How often both threads have migrated by the moment at which the checker looks, too: none does so
 * meanwhile. */
static void count_migrations(const char *moment, const struct crew *crew, uint64_t ret[2])
{
	uint64_t again[2] = {0};

	do {
		for (int i = 0; i < 2; i++)
			thread_migrations(crew->of[i].tid, &ret[i]);
		lab_sample(moment);
		for (int i = 0; i < 2; i++)
			thread_migrations(crew->of[i].tid, &again[i]);
	} while (memcmp(again, ret, sizeof(again)));
}

/* The threads end with the process. */
static void try_hogs(int cpu)
{
	static const char *const names[] = {"free", "bound", "hog", "hog-2"};
	static struct crew crew, hogs;
	struct spinner *free = &crew.of[0], *bound = &crew.of[1];
	struct patience patience = {.step = 1, .seconds = 6};
	uint64_t before[2] = {0}, after[2] = {0};
	cpu_set_t cpus = affinity_only(cpu);

	crew_make(&crew, 2, names, 0);
	crew_make(&hogs, 2, names + 2, 0);
	set_affinity(bound->tid, &cpus);
	crew_go(&crew);
	while (free->cpu == bound->cpu)
		usleep(1000);
	count_migrations("alone", &crew, before);
	if (send_hog(&hogs.of[0], free) || send_hog(&hogs.of[1], bound))
		patience.seconds = 0;
	else
		crew_go(&hogs);
	do {
		usleep(5000);
		thread_migrations(free->tid, &after[0]);
	} while (after[0] == before[0] && patience_lasts(&patience, after[0]));
	count_migrations("crowded", &crew, after);
	for (int i = 0; i < 2; i++)
		printf("%s: %lu migrations\n", names[i], after[i] - before[i]);
}

int main(int argc, char **argv)
{
	int cpu = (int)lab_size(argc, argv, 2, 2);
	cpu_set_t cpus;

	if (argc == 2 && !strcmp(argv[1], "child")) {
		lab_checkpoint("inherited");
		return 0;
	}
	affinity_read(0, &cpus);
	try_process("/proc/self/exe", (unsigned long)lab_size(argc, argv, 1, 3118));
	try_threads(cpu);
	try_absent();
	sched_setaffinity(0, sizeof(cpus), &cpus);
	try_isolated();
	try_hogs(cpu);
	return 0;
}
