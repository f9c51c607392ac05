/* SPDX-License-Identifier: MIT */
/* Lab 10: watches the small stock of free pages that a CPU keeps of each zone.
 *
 *	./exercise CPU FRACTION SEED */
#include <errno.h>
#include <numa.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "kfile.h"
#include "lab.h"

#define MAX_STOCKS 512
#define BURST_PAGES 256
#define FLOOD_PAGES 4096
#define CHARGE_PAGES 1024
#define SETTING "vm/percpu_pagelist_high_fraction"

/* One CPU's stock of one zone. */
struct stock {
	unsigned node, cpu;
	char zone[16];
	unsigned long managed; /* pages in the whole zone */
	unsigned long count, high, batch;
};

static size_t page_bytes;

// tag::task-1[]
/* Task 1. Read all stocks from /proc/zoneinfo, which is open as `zoneinfo`: one for each
 * zone that has some and each CPU, at most `max`. Returns how many there are. */
static size_t read_stocks(FILE *zoneinfo, struct stock *ret, size_t max)
// end::task-1[]
{
	// tag::todo-1[] stub: return (void)zoneinfo, (void)ret, (void)max, 0;
	struct stock now = {.node = 0};
	char line[256];
	size_t nr = 0;

	while (fgets(line, sizeof(line), zoneinfo)) {
		sscanf(line, "Node %u, zone %15s", &now.node, now.zone);
		sscanf(line, " managed %lu", &now.managed);
		if (sscanf(line, " cpu: %u", &now.cpu) == 1 && nr < max)
			ret[nr++] = now;
		if (nr) {
			sscanf(line, " count: %lu", &ret[nr - 1].count);
			sscanf(line, " high: %lu", &ret[nr - 1].high);
			sscanf(line, " batch: %lu", &ret[nr - 1].batch);
		}
	}
	return nr;
	// end::todo-1[]
}

/* New memory for nr pages. A page in each of its page tables was touched, so that these are
 * there: from now on a page more takes a frame and nothing else. */
static char *map_pages(size_t nr)
{
	char *memory;

	if (lab_map(nr * page_bytes, &memory))
		exit(1);
	for (size_t i = 0; i < nr; i += page_bytes / sizeof(void *))
		memory[i * page_bytes] = 1;
	memory[(nr - 1) * page_bytes] = 1;
	madvise(memory, nr * page_bytes, MADV_DONTNEED);
	return memory;
}

static void take_pages(char *memory, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		memory[i * page_bytes] = 1;
}

static void give_back(char *memory, size_t nr)
{
	madvise(memory, nr * page_bytes, MADV_DONTNEED);
}

// tag::task-2[]
/* Task 2. Stay on `cpu` from now on: affinity_bind(). Then charge its stock, so that it has
 * a burst to spare: take CHARGE_PAGES pages of `memory`, and give them back. */
static void charge(int cpu, char *memory)
// end::task-2[]
{
	// tag::todo-2[] stub: (void)cpu, (void)memory;
	affinity_bind(cpu);
	take_pages(memory, CHARGE_PAGES);
	give_back(memory, CHARGE_PAGES);
	// end::todo-2[]
}

// tag::task-3[]
/* Task 3. Among `nr` stocks, find the one from which this CPU takes a user's pages: of its
 * own node, and there of the highest zone that has stocks, which comes last in the list. */
static struct stock stock_of(const struct stock *stocks, size_t nr, unsigned cpu)
// end::task-3[]
{
	struct stock found = {.cpu = cpu, .zone = "none"};

	// tag::todo-3[] stub: (void)stocks, (void)nr;
	for (size_t i = 0; i < nr; i++)
		if (stocks[i].cpu == cpu && (int)stocks[i].node == numa_node_of_cpu(cpu))
			found = stocks[i];
	// end::todo-3[]
	return found;
}

// tag::task-4[]
/* Task 4. A program took nr_pages pages, and the CPU's stock went from `before` to `after`
 * pages. How many pages did the stock get from the zone meanwhile? */
static long refilled(long before, long after, long nr_pages)
// end::task-4[]
{
	// tag::todo-4[] stub: return (void)before, (void)after, (void)nr_pages, 0;
	return after + nr_pages - before;
	// end::todo-4[]
}

// tag::task-5[]
/* Task 5. Write `fraction` to the setting: lab_sysctl() takes its name, SETTING, and the
 * number as text. 0, or -errno as it says. */
static int set_fraction(long fraction)
// end::task-5[]
{
	// tag::todo-5[] stub: return (void)fraction, -ENOSYS;
	char text[24];

	snprintf(text, sizeof(text), "%ld", fraction);
	return lab_sysctl(SETTING, text);
	// end::todo-5[]
}

// tag::task-6[]
/* Task 6. How large may a stock be? Each of the nr_cpus CPUs of the zone's node may keep an
 * equal part of managed / fraction pages, but four batches at least. */
static unsigned long high_by_rule(const struct stock *stock, long fraction, int nr_cpus)
// end::task-6[]
{
	// tag::todo-6[] stub: return (void)stock, (void)fraction, (void)nr_cpus, 0;
	unsigned long high = stock->managed / fraction / nr_cpus;

	return high > 4 * stock->batch ? high : 4 * stock->batch;
	// end::todo-6[]
}

static struct stock stocks[MAX_STOCKS];

static size_t look(void)
{
	FILE *zoneinfo = fopen("/proc/zoneinfo", "r");
	size_t nr = zoneinfo ? read_stocks(zoneinfo, stocks, MAX_STOCKS) : 0;

	if (zoneinfo)
		fclose(zoneinfo);
	return nr;
}

static struct stock look_at(int cpu)
{
	return stock_of(stocks, look(), cpu);
}

static void list_stocks(void)
{
	size_t nr;

	look(); /* once, so that the second time takes no new memory */
	lab_checkpoint("before");
	nr = look();
	lab_checkpoint("listed");
	// tag::list[]
	for (size_t i = 0; i < nr; i++)
		printf("node %u zone %s cpu %u: count %lu, high %lu, batch %lu\n",
			stocks[i].node, stocks[i].zone, stocks[i].cpu, stocks[i].count,
			stocks[i].high, stocks[i].batch);
	// end::list[]
}

static void burst(int cpu, char *memory)
{
	struct stock charged, taken, returned;

	charge(cpu, memory);
	lab_checkpoint("warm"); /* for this and for looking the kernel takes pages */
	look_at(cpu);
	lab_checkpoint("charged");
	charged = look_at(cpu);
	// tag::look-at-burst[]
	// tag::burst[]
	take_pages(memory, BURST_PAGES);
	// end::burst[]
	taken = look_at(cpu);
	lab_checkpoint("taken");
	give_back(memory, BURST_PAGES);
	returned = look_at(cpu);
	// end::look-at-burst[]
	lab_checkpoint("returned");
	// tag::tell-burst[]
	printf("node %u zone %s, stock of CPU %d: %lu\n%d pages taken: %lu\ngiven back: "
	       "%lu\n",
		charged.node, charged.zone, cpu, charged.count, BURST_PAGES, taken.count,
		returned.count);
	// end::tell-burst[]
	lab_checkpoint("dry");
}

static void flood(int cpu, char *memory)
{
	long after, before = look_at(cpu).count;

	take_pages(memory, FLOOD_PAGES);
	after = look_at(cpu).count;
	lab_checkpoint("flooded");
	// tag::tell-flood[]
	printf("%d pages taken: %ld came from the zone\n", FLOOD_PAGES,
		refilled(before, after, FLOOD_PAGES));
	// end::tell-flood[]
	give_back(memory, FLOOD_PAGES);
}

static void change_fraction(int cpu, char *memory, long fraction)
{
	struct bitmask *cpus = numa_allocate_cpumask();
	struct stock stock;

	numa_node_to_cpus(numa_node_of_cpu(cpu), cpus);
	set_fraction(fraction);
	charge(cpu, memory);
	stock = look_at(cpu);
	lab_checkpoint("changed");
	printf("fraction %ld: high %lu, by the rule %lu, with a hundred times that %lu\n",
		fraction, stock.high,
		high_by_rule(&stock, fraction, numa_bitmask_weight(cpus)),
		high_by_rule(&stock, 100 * fraction, numa_bitmask_weight(cpus)));
}

int main(int argc, char **argv)
{
	int cpu = (int)lab_size(argc, argv, 1, 5);
	const long impossible[] = {-1, 1 + lab_size(argc, argv, 3, 1) % 7, 2147483648};
	uint64_t first;
	char *memory;

	page_bytes = page_size_bytes();
	if (numa_available() < 0 || kfile_value(0, "/proc/sys/" SETTING, &first))
		return 1;
	memory = map_pages(FLOOD_PAGES);
	list_stocks();
	burst(cpu, memory);
	flood(cpu, memory);
	change_fraction(cpu, memory, lab_size(argc, argv, 2, 160));
	// tag::refused[]
	for (int i = 0; i < 3; i++)
		printf("fraction %ld: error %d\n", impossible[i],
			-set_fraction(impossible[i]));
	lab_checkpoint("refused");
	set_fraction(first);
	// end::refused[]
	lab_checkpoint("restored");
	return 0;
}
