/* SPDX-License-Identifier: MIT */
/*
 * Lab 06: memory is placed where it is touched first. Then a thread of another node uses it.
 *
 *	./exercise PAGES
 *
 *	     node 0                              node 1
 *	  main touches  -->  [ memory ]  <--  the writer writes, again and again
 *
 * Once with memory that may move, and once with memory that is bound to node 0.
 */
#include <errno.h>
#include <inttypes.h>
#include <numa.h>
#include <numaif.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab.h"

enum { HOME, AWAY }; /* the nodes of the first touch, and of the writer */
#define ROW_MS 50
#define WAIT_MS 5
#define PATIENCE_S 6
#define NR_KEPT 512
#define NR_IDLE 256
#define NR_LURED 256

static size_t nr_pages, page_bytes;
static struct placement_zones zones;
static int pagemap;
static char *memory; /* what is touched, and written to */
static size_t nr_memory_pages;
static struct worker writer;
static struct scanner scanner;
/* More memory, in one mapping with the first buffer: the kernel scans a mapping as a whole. */
static char *kept, *idle, *lured;

/* Task 1. Go to node HOME (numa_run_on_node), then write to every page of the memory: there are
 * nr_memory_pages, first nr_pages, later two buffers of nr_pages each. */
static void touch_first(void)
{
	// tag::todo-1[] stub: ;
	numa_run_on_node(HOME);
	for (size_t i = 0; i < nr_memory_pages; i++)
		memory[i * page_bytes] = 1;
	// end::todo-1[]
}

/* Task 2. Count the nr_pages pages of the buffer on each node: placement_sample(), with `pagemap`
 * and `zones`. 0, or what failed. */
static int count_pages(const char *buffer, struct placement *ret)
{
	// tag::todo-2[] stub: return (void)buffer, (void)ret, -ENOSYS;
	return placement_sample(pagemap, buffer, nr_pages, &zones, ret);
	// end::todo-2[]
}

/* Task 3. The writer, a thread of its own: go to node AWAY, then add 1 to the uint64_t at
 * the start of every page of the memory, over and over, until me->stop is true. */
static void write_on(struct worker *me)
{
	// tag::todo-3[] stub: (void)me;
	numa_run_on_node(AWAY);
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	// end::todo-3[]
}

/* Task 4. Read two counters (vmstat_read): numa_hint_faults into ret[0], and
 * numa_pages_migrated into ret[1]. 0, or what failed. */
static int count_events(uint64_t ret[2])
{
	// tag::todo-4[] stub: return (void)ret, -ENOSYS;
	int err = vmstat_read("numa_hint_faults", &ret[0]);

	return err ? err : vmstat_read("numa_pages_migrated", &ret[1]);
	// end::todo-4[]
}

/* Task 5. Bind the buffer to node HOME: mbind(2) with MPOL_BIND and `flags`. A set of
 * nodes is made by numa_allocate_nodemask() and numa_bitmask_setbit(). */
static void bind_buffer(char *buffer, int flags)
{
	// tag::todo-5[] stub: (void)buffer, (void)flags;
	struct bitmask *nodes = numa_allocate_nodemask();

	numa_bitmask_setbit(nodes, HOME);
	if (mbind(buffer, nr_pages * page_bytes, MPOL_BIND | flags, nodes->maskp,
		    nodes->size + 1, 0))
		perror("mbind");
	numa_bitmask_free(nodes);
	// end::todo-5[]
}

static void tell(const char *what, const struct placement *now)
{
	printf("%s: %zu pages on node 0, %zu on node 1\n", what, now->nr_on_node[0],
		now->nr_on_node[1]);
}

static void use(char *pages, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		pages[i * page_bytes]++;
}

/*
 * What is used at home alone takes hint faults, and stays; what nobody uses any more waits for its hint
 * fault; what is used far away first comes home. So hint faults, migrations, and the entries that
 * the scan has changed are three numbers, and not all migrations are the writer's.
 */
static void map_first(void)
{
	size_t nr_more = NR_KEPT + NR_IDLE + NR_LURED;

	if (lab_map((nr_more + nr_pages) * page_bytes, &kept))
		exit(1);
	idle = kept + NR_KEPT * page_bytes;
	lured = idle + NR_IDLE * page_bytes;
	memory = lured + NR_LURED * page_bytes;
	nr_memory_pages = nr_pages;
	numa_run_on_node(HOME);
	use(kept, NR_KEPT);
	/* This thread waits there, so that it touches no memory on the right node by chance. */
	numa_run_on_node(AWAY);
	use(lured, NR_LURED);
}

static void keep_scanned(void)
{
	if (scanner_keep(&scanner))
		exit(1);
}

static void start_writer(void)
{
	if (worker_start(&writer, write_on, NULL))
		exit(1);
	keep_scanned();
}

static void stop_writer(void)
{
	worker_stop(&writer);
	scanner_end(&scanner);
}

static bool have_followed(const struct placement *now)
{
	return now->nr_on_node[AWAY] * 100 >= nr_pages * 90;
}

/*
 * A row of the table before the writer starts, then one each ROW_MS, and one more when 90 of 100
 * pages have followed and the writer has ended: no page moves in the first and the last look. The
 * samples tell the checker to look for itself.
 */
static void follow(void)
{
	struct patience patience = {.step = nr_pages / 100, .seconds = PATIENCE_S};
	uint64_t first[2] = {0}, events[2] = {0};
	double begun = patience_now();
	bool is_first = true, is_last = false;
	int error;
	struct placement now;
	char what[24];

	for (;;) {
		lab_sample("look begins");
		error = count_pages(memory, &now);
		lab_tell("count_pages", error);
		if (error)
			return;
		error = count_events(events);
		lab_sample("look ends");
		snprintf(what, sizeof(what), "%.2f s", patience_now() - begun);
		tell(what, &now);
		if (is_last)
			break;
		if (is_first) {
			memcpy(first, events, sizeof(first));
			use(idle, NR_IDLE);
			start_writer();
		}
		is_first = false;
		is_last = have_followed(&now) || writer.ended ||
			  !patience_lasts(&patience, now.nr_on_node[AWAY]);
		writer.stop = is_last;
		usleep(ROW_MS * 1000);
		keep_scanned();
		use(kept, NR_KEPT);
		use(lured, NR_LURED);
	}
	lab_tell("count_events", error);
	if (!error)
		printf("%" PRIu64 " hint faults, %" PRIu64 " pages migrated\n",
			events[0] - first[0], events[1] - first[1]);
}

/*
 * Until the kernel has asked for the pages of the second buffer once. A pass of its scan marks them
 * all, before the thread that does it goes on. Two more rounds of the writer, counted in the
 * first buffer, which is not scanned, come to all that is marked.
 */
static void await_hints(void)
{
	const _Atomic uint64_t *rounds = (const _Atomic uint64_t *)memory;
	/* The writer's stack takes a fault a second, too. */
	struct patience patience = {.step = nr_pages / 4, .seconds = PATIENCE_S};
	uint64_t nr = 0, begun;

	while (!worker_faults(&writer, &nr) && nr < nr_pages * 9 / 10) {
		if (writer.ended || !patience_lasts(&patience, nr))
			return;
		usleep(WAIT_MS * 1000);
		keep_scanned();
	}
	begun = *rounds;
	patience = (struct patience){.step = 1, .seconds = PATIENCE_S};
	while (*rounds < begun + 2 && !writer.ended && patience_lasts(&patience, *rounds))
		usleep(WAIT_MS * 1000);
}

static void watch_bound_memory(void)
{
	struct placement now;
	size_t length_bytes = nr_pages * page_bytes;

	nr_memory_pages = 2 * nr_pages;
	if (lab_map(nr_memory_pages * page_bytes, &memory))
		exit(1);
	lab_region("bound", memory, length_bytes);
	lab_region("hinted", memory + length_bytes, length_bytes);
	bind_buffer(memory, 0);
	bind_buffer(memory + length_bytes, MPOL_F_NUMA_BALANCING);
	touch_first();
	lab_checkpoint("bound");
	start_writer();
	await_hints();
	stop_writer();
	if (!count_pages(memory, &now))
		tell("bound", &now);
	if (!count_pages(memory + length_bytes, &now))
		tell("bound, with hints", &now);
	lab_checkpoint("stayed");
}

int main(int argc, char **argv)
{
	nr_pages = lab_size(argc, argv, 1, 1500);
	page_bytes = page_size_bytes();
	pagemap = lab_pagemap();
	if (numa_max_node() < AWAY || pagemap < 0 || placement_read_zones(&zones)) {
		fprintf(stderr, "this needs two nodes, and to see PFNs\n");
		return 1;
	}
	map_first();
	lab_region("buffer", memory, nr_pages * page_bytes);
	touch_first();
	lab_checkpoint("touched");
	follow();
	lab_checkpoint("followed");
	stop_writer();
	watch_bound_memory();
	return 0;
}
