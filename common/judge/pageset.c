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

#define EVENTS "/sys/kernel/tracing/events/kmem/"
#define PATH_SIZE 96

/* Migratetype 1, MIGRATE_MOVABLE, is of users' pages; the kernel's own have others. A page of order 0 comes
 * from the stock of the CPU that asks. */
static const struct event {
	const char *name, *keys, *filter;
	size_t offset;
} events[] = {
	{"mm_page_alloc_zone_locked", "common_cpu,order", "percpu_refill == 1 && ",
		offsetof(struct pageset_flow, refilled)},
	{"mm_page_alloc", "common_cpu",
		"order == 0 && migratetype == 1 && common_pid == %d && ",
		offsetof(struct pageset_flow, took)},
	{"mm_page_free_batched", "common_cpu", "common_pid == %d && ",
		offsetof(struct pageset_flow, gave)},
};

#define NR_EVENTS (sizeof(events) / sizeof(events[0]))
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

/* `begin` is "!" to remove the triggers. */
static int put_triggers(const struct zone *zone, pid_t pid, const char *begin)
{
	int error = 0;

	for (size_t i = 0; i < NR_EVENTS && !error; i++) {
		char path[PATH_SIZE], filter[96], trigger[256];

		snprintf(path, sizeof(path), EVENTS "%s/trigger", events[i].name);
		snprintf(filter, sizeof(filter), events[i].filter, pid);
		snprintf(trigger, sizeof(trigger),
			"%shist:keys=%s if %spfn >= %" PRIu64 " && pfn < %" PRIu64, begin,
			events[i].keys, filter, zone->start_pfn,
			zone->start_pfn + zone->spanned);
		error = kfile_put(path, trigger);
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

int pageset_trace_start(const struct zone *zone, pid_t pid)
{
	return put_triggers(zone, pid, "");
}

void pageset_trace_stop(const struct zone *zone, pid_t pid)
{
	put_triggers(zone, pid, "!");
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

/* { common_cpu:          2, order:          0 } hitcount:        189 */
static int add_line(const char *p, uint64_t pages[ZONEINFO_MAX_CPUS])
{
	uint64_t cpu, order = 0, hits;
	int error;

	if ((error = find_number(&p, "common_cpu:", &cpu)) ||
		(*p == ',' && (error = find_number(&p, "order:", &order))) ||
		(error = find_number(&p, "hitcount:", &hits)))
		return error;
	if (*p)
		return -EBADMSG;
	if (cpu >= ZONEINFO_MAX_CPUS || order > 20 || hits > UINT32_MAX)
		return -ERANGE;
	pages[cpu] += hits << order;
	return 0;
}

/* The file ends with the line "    Dropped: 0", which must be 0. */
int pageset_trace_parse(FILE *hist, uint64_t ret_pages[ZONEINFO_MAX_CPUS])
{
	uint64_t pages[ZONEINFO_MAX_CPUS] = {0};
	struct kfile_line line;
	size_t nr_lines = 0;
	bool whole = false;
	int error;

	for (; !(error = kfile_line(hist, &line)); nr_lines++) {
		if (whole && *line.text)
			return -EBADMSG;
		if (line.text[0] == '{' && (error = add_line(line.text, pages)))
			return error;
		if (!strcmp(line.text, "    Dropped: 0"))
			whole = true;
	}
	if (error != -ENODATA)
		return error;
	if (!whole)
		return nr_lines ? -EBADMSG : -ENODATA;
	memcpy(ret_pages, pages, sizeof(pages));
	return 0;
}

static int read_hist(const char *path, uint64_t pages[ZONEINFO_MAX_CPUS])
{
	FILE *file;
	int error = kfile_fopen(path, &file);

	if (error)
		return error;
	error = pageset_trace_parse(file, pages);
	fclose(file);
	return error;
}

int pageset_trace_read(struct pageset_flow *ret)
{
	struct pageset_flow flow;
	int error = 0;

	for (size_t i = 0; i < NR_EVENTS && !error; i++) {
		char path[PATH_SIZE];

		snprintf(path, sizeof(path), EVENTS "%s/hist", events[i].name);
		error = read_hist(path, (uint64_t *)((char *)&flow + events[i].offset));
	}
	if (!error)
		*ret = flow;
	return error;
}
