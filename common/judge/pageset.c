/* SPDX-License-Identifier: MIT */
/* pageset: see pageset.h. */
#include "pageset.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <numa.h>
#include <numaif.h>
#include <string.h>
#include <unistd.h>

#include "common/kernel/affinity.h"
#include "common/kernel/kfile.h"
#include "common/lab/map.h"
#include "common/kernel/page.h"

#define EVENTS "/sys/kernel/tracing/events/"
#define PATH_SIZE 96

/* Migratetype 1, MIGRATE_MOVABLE, is of users' pages; the kernel's own have others. A page of order 0 comes
 * from the stock of the CPU that asks. */
static const struct event {
	const char *name, *keys, *filter;
	size_t offset;
} events[] = {
	{"kmem/mm_page_alloc_zone_locked", "common_cpu,order", "percpu_refill == 1 && ",
		offsetof(struct pageset_flow, refilled)},
	{"kmem/mm_page_alloc", "common_pid,common_cpu",
		"order == 0 && migratetype == 1 && ",
		offsetof(struct pageset_flow, took)},
	{"kmem/mm_page_free_batched", "common_pid,common_cpu", "",
		offsetof(struct pageset_flow, gave)},
};

#define NR_EVENTS (sizeof(events) / sizeof(events[0]))
/* Who began which thread. */
#define NEW_THREADS "task/task_newtask"
#define NEW_THREADS_TRIGGER \
	"hist:keys=common_pid,pid if clone_flags & 65536" /* CLONE_THREAD */
#define MIN_BATCHES 4
/* Twice what the smallest stock holds, with a batch of 63 pages. */
#define EMPTYING_PAGES 600
#define PIPE_PAGES 256 /* 1 MiB, as much as an ordinary user may have */

uint64_t pageset_high(
	const struct zone *zone, uint64_t fraction, unsigned nr_cpus, uint64_t batch)
{
	uint64_t high = zone->managed / fraction / nr_cpus;

	return high < MIN_BATCHES * batch ? MIN_BATCHES * batch : high;
}

int pageset_set_fraction(long fraction)
{
	char text[24];

	snprintf(text, sizeof(text), "%ld", fraction);
	return kfile_put(PAGESET_FRACTION, text);
}

static int give_back_on(int cpu, int away)
{
	size_t length = EMPTYING_PAGES * page_size_bytes();
	char *memory;
	int error = affinity_bind(cpu);

	if (!error)
		error = lab_map(length, &memory);
	if (error)
		return error;
	memset(memory, 1, length);
	lab_unmap(memory, length);
	return affinity_bind(away);
}

int pageset_empty(int cpu, int away)
{
	uint64_t fraction;
	int back, error = kfile_value(AT_FDCWD, PAGESET_FRACTION, &fraction);

	if (!error)
		error = pageset_set_fraction(INT32_MAX);
	if (error)
		return error;
	error = give_back_on(cpu, away);
	back = pageset_set_fraction((long)fraction);
	return error ? error : back;
}

int pageset_feed(int cpu, int away, size_t nr_pages)
{
	const unsigned long node = 1ul << numa_node_of_cpu(cpu);
	size_t length = nr_pages * page_size_bytes();
	char *memory;
	int error = affinity_bind(away);

	if (!error)
		error = lab_map(length, &memory);
	if (error)
		return error;
	if (mbind(memory, length, MPOL_BIND, &node, 8 * sizeof(node), 0))
		error = -errno;
	else
		memset(memory, 1, length);
	if (!error)
		error = affinity_bind(cpu);
	lab_unmap(memory, length);
	return error ? error : affinity_bind(away);
}

/* Pages in pipes, as many as asked for. The pipes are to be closed by the caller, all `nr_pipes` of them. */
static int fill_pipes(size_t nr_pages, int pipes[][2], size_t nr_pipes)
{
	static char page[64 << 10]; /* the largest there is */
	const size_t page_bytes = page_size_bytes();

	for (size_t i = 0; i < nr_pipes; i++) {
		size_t nr = i + 1 < nr_pipes ? PIPE_PAGES : nr_pages % PIPE_PAGES;

		if (pipe2(pipes[i], O_CLOEXEC) ||
			fcntl(pipes[i][1], F_SETPIPE_SZ, PIPE_PAGES * page_bytes) < 0)
			return -errno;
		for (; nr > 0; nr--)
			if (write(pipes[i][1], page, page_bytes) < 0)
				return -errno;
	}
	return 0;
}

int pageset_feed_kernel(int cpu, int away, size_t nr_pages)
{
	const unsigned long node = 1ul << numa_node_of_cpu(cpu);
	const size_t nr_pipes = nr_pages / PIPE_PAGES + 1;
	int pipes[nr_pipes][2], error = affinity_bind(away), bound;

	memset(pipes, -1, sizeof(pipes));
	if (!error && set_mempolicy(MPOL_BIND, &node, 8 * sizeof(node)))
		error = -errno;
	if (!error)
		error = fill_pipes(nr_pages, pipes, nr_pipes);
	set_mempolicy(MPOL_DEFAULT, NULL, 0);
	bound = affinity_bind(cpu);
	for (size_t i = 0; i < nr_pipes; i++) {
		close(pipes[i][0]);
		close(pipes[i][1]);
	}
	if (!error)
		error = bound;
	bound = affinity_bind(away);
	return error ? error : bound;
}

static int put_trigger(const char *event, const char *begin, const char *trigger)
{
	char path[PATH_SIZE], text[256];

	snprintf(path, sizeof(path), EVENTS "%s/trigger", event);
	snprintf(text, sizeof(text), "%s%s", begin, trigger);
	return kfile_put(path, text);
}

/* `begin` is "!" to remove the triggers. */
static int put_triggers(const struct zone *zone, const char *begin)
{
	int error = put_trigger(NEW_THREADS, begin, NEW_THREADS_TRIGGER);

	for (size_t i = 0; i < NR_EVENTS && !error; i++) {
		char trigger[240];

		snprintf(trigger, sizeof(trigger),
			"hist:keys=%s if %spfn >= %" PRIu64 " && pfn < %" PRIu64,
			events[i].keys, events[i].filter, zone->start_pfn,
			zone->start_pfn + zone->spanned);
		error = put_trigger(events[i].name, begin, trigger);
	}
	return error;
}

bool pageset_can_trace(void)
{
	char path[PATH_SIZE];

	for (size_t i = 0; i < NR_EVENTS; i++) {
		snprintf(path, sizeof(path), EVENTS "%s/hist", events[i].name);
		if (access(path, R_OK))
			return false;
	}
	return true;
}

int pageset_trace_start(const struct zone *zone)
{
	return put_triggers(zone, "");
}

void pageset_trace_stop(const struct zone *zone)
{
	put_triggers(zone, "!");
}

int64_t pageset_taken(
	const struct pageset_flow *before, const struct pageset_flow *after, unsigned cpu)
{
	return (int64_t)(after->took[cpu] - before->took[cpu]) -
	       (int64_t)(after->gave[cpu] - before->gave[cpu]);
}

/* "KEY:   NUMBER", anything before it. */
static int find_number(const char **text, const char *key, uint64_t *ret)
{
	const char *p = strstr(*text, key);

	if (!p)
		return -EBADMSG;
	p += strlen(key);
	p += strspn(p, " ");
	*text = p;
	return kfile_number(text, 10, ret);
}

static bool has_thread(const struct pageset_threads *threads, uint64_t tid)
{
	for (size_t i = 0; i < threads->nr; i++)
		if (threads->tids[i] == tid)
			return true;
	return false;
}

struct sum {
	const struct pageset_threads *threads; /* NULL: of all tasks */
	uint64_t pages[ZONEINFO_MAX_CPUS];
};

/* { common_pid:        812, common_cpu:          2, order:          0 } hitcount:        189
 * The first and the third number are not in every file. */
static int add_pages(const char *p, void *arg)
{
	struct sum *sum = arg;
	uint64_t tid = 0, cpu, order = 0, hits;
	int error;

	if ((sum->threads && (error = find_number(&p, "common_pid:", &tid))) ||
		(error = find_number(&p, "common_cpu:", &cpu)) ||
		(*p == ',' && (error = find_number(&p, "order:", &order))) ||
		(error = find_number(&p, "hitcount:", &hits)))
		return error;
	if (*p)
		return -EBADMSG;
	if (cpu >= ZONEINFO_MAX_CPUS || order > 20 || hits > UINT32_MAX)
		return -ERANGE;
	if (!sum->threads || has_thread(sum->threads, tid))
		sum->pages[cpu] += hits << order;
	return 0;
}

struct begun {
	struct {
		uint64_t by, tid;
	} threads[PAGESET_MAX_THREADS];
	size_t nr;
};

/* { common_pid:        812, pid:        815 } hitcount:          1
 * What there is no room for is left out: a number of pages is too small then. */
static int add_thread(const char *p, void *arg)
{
	struct begun *begun = arg;
	uint64_t by, tid;
	int error;

	if ((error = find_number(&p, "common_pid:", &by)) ||
		(error = find_number(&p, " pid:", &tid)))
		return error;
	if (begun->nr < PAGESET_MAX_THREADS) {
		begun->threads[begun->nr].by = by;
		begun->threads[begun->nr++].tid = tid;
	}
	return 0;
}

/* The file ends with the line "    Dropped: 0", which must be 0. */
static int parse_lines(FILE *hist, int (*add)(const char *line, void *arg), void *arg)
{
	struct kfile_line line;
	size_t nr_lines = 0;
	bool whole = false;
	int error;

	for (; !(error = kfile_line(hist, &line)); nr_lines++) {
		if (whole && *line.text)
			return -EBADMSG;
		if (line.text[0] == '{' && (error = add(line.text, arg)))
			return error;
		if (!strcmp(line.text, "    Dropped: 0"))
			whole = true;
	}
	if (error != -ENODATA)
		return error;
	if (!whole)
		return nr_lines ? -EBADMSG : -ENODATA;
	return 0;
}

int pageset_trace_parse(FILE *hist, const struct pageset_threads *threads,
	uint64_t ret_pages[ZONEINFO_MAX_CPUS])
{
	struct sum sum = {.threads = threads};
	int error = parse_lines(hist, add_pages, &sum);

	if (!error)
		memcpy(ret_pages, sum.pages, sizeof(sum.pages));
	return error;
}

int pageset_threads_parse(FILE *hist, struct pageset_threads *threads)
{
	struct begun begun = {.nr = 0};
	int error = parse_lines(hist, add_thread, &begun);
	size_t nr_before = 0;

	/* A thread may begin others; the lines stand in any order. */
	while (!error && nr_before != threads->nr) {
		nr_before = threads->nr;
		for (size_t i = 0; i < begun.nr; i++)
			if (has_thread(threads, begun.threads[i].by) &&
				!has_thread(threads, begun.threads[i].tid) &&
				threads->nr < PAGESET_MAX_THREADS)
				threads->tids[threads->nr++] = begun.threads[i].tid;
	}
	return error;
}

static int open_hist(const char *event, FILE **ret_file)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), EVENTS "%s/hist", event);
	return kfile_fopen(path, ret_file);
}

static int read_threads(pid_t pid, struct pageset_threads *ret)
{
	FILE *file;
	int error = open_hist(NEW_THREADS, &file);

	if (error)
		return error;
	*ret = (struct pageset_threads){.tids = {(uint64_t)pid}, .nr = 1};
	error = pageset_threads_parse(file, ret);
	fclose(file);
	return error;
}

static int read_hist(const struct event *event, const struct pageset_threads *threads,
	uint64_t pages[ZONEINFO_MAX_CPUS])
{
	FILE *file;
	int error = open_hist(event->name, &file);

	if (error)
		return error;
	error = pageset_trace_parse(
		file, strstr(event->keys, "common_pid") ? threads : NULL, pages);
	fclose(file);
	return error;
}

int pageset_trace_read(pid_t pid, struct pageset_flow *ret)
{
	struct pageset_threads threads;
	struct pageset_flow flow;
	int error = read_threads(pid, &threads);

	for (size_t i = 0; i < NR_EVENTS && !error; i++)
		error = read_hist(&events[i], &threads,
			(uint64_t *)((char *)&flow + events[i].offset));
	if (!error)
		*ret = flow;
	return error;
}
