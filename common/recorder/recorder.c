/* SPDX-License-Identifier: MIT */
/* From rings to a record; see recorder.h. */
#include "recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "layout.h"
#include "probes.h"
#include "record_build.h"
#include "ring.h"
#include "common/kernel/kfile.h"
#include "common/kernel/monotonic.h"

#define PATH_SIZE 160
/* Groups whose events come from kernel threads, too, while the program stands still. */
#define NEVER_STILL (RECORD_MOVES | RECORD_MERGES)
/* A ring with so much in it may have been too full for more. */
#define FULL_BYTES (PROBES_RING_BYTES / 8 * 7)
/* The begin of a system call without arguments: a word of the ring's, what all events have, number. */
#define LEAST_EVENT_BYTES 20

/*
 * Of each CPU, for what was read; no more of it is ever used than is needed. To grow it step by step
 * would take away page table entries, which all CPUs have to hear of. QEMU's one thread then goes on with
 * the next CPU, and each one that spins has a tenth of a second before the reader has its turn again.
 */
#define ROOM_BYTES (2u * RECORDER_MAX_BYTES)

/* One CPU's ring, and what was read of it and not yet understood. */
struct cpu {
	char *pages; /* ROOM_BYTES */
	size_t nr_bytes;
};

struct recorder {
	unsigned groups;
	int on_fd;
	size_t nr_cpus;
	int fds[RECORDER_MAX_CPUS];
	struct cpu cpus[RECORDER_MAX_CPUS];
	size_t total_bytes;
	unsigned long nr_missed; /* when it began */
	uint64_t turn_ns;	 /* within which a reader comes */
	bool was_full;		 /* a ring may have been too full for some events */
	bool outrun;		 /* and was filled before any reader could come */
	bool begun;
	struct layout layout;
	struct record *record;
};

static int read_layout(struct recorder *recorder)
{
	int fd = open(RECORDER_LAYOUT, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return kfile_error(errno);
	n = read(fd, &recorder->layout, sizeof(recorder->layout));
	close(fd);
	return n == sizeof(recorder->layout) ? 0 : -EBADMSG;
}

/* Small pages: labs count free memory. */
static int take_room(struct cpu *cpu)
{
	char *pages = mmap(NULL, ROOM_BYTES, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (pages == MAP_FAILED)
		return -errno;
	madvise(pages, ROOM_BYTES, MADV_NOHUGEPAGE);
	cpu->pages = pages;
	return 0;
}

static int open_rings(struct recorder *recorder)
{
	long nr_cpus = sysconf(_SC_NPROCESSORS_CONF);

	if (nr_cpus > RECORDER_MAX_CPUS)
		return -E2BIG;
	for (long cpu = 0; cpu < nr_cpus; cpu++) {
		char path[PATH_SIZE];
		int fd, err = take_room(&recorder->cpus[cpu]);

		if (err)
			return err;
		snprintf(path, sizeof(path),
			PROBES_INSTANCE "/per_cpu/cpu%ld/trace_pipe_raw", cpu);
		fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		if (fd < 0)
			return kfile_error(errno);
		recorder->fds[recorder->nr_cpus++] = fd;
	}
	recorder->on_fd = open(PROBES_INSTANCE "/tracing_on", O_WRONLY | O_CLOEXEC);
	return recorder->on_fd < 0 ? kfile_error(errno) : 0;
}

static int turn(const struct recorder *recorder, bool on)
{
	return pwrite(recorder->on_fd, on ? "1" : "0", 1, 0) == 1 ? 0 : -errno;
}

static uint64_t page_time_ns(const char *page)
{
	uint64_t time_ns;

	memcpy(&time_ns, page, sizeof(time_ns));
	return time_ns;
}

/* These pages were all in the ring, or it was filled as fast as it was read. */
static void note_full(struct recorder *recorder, const char *first, const char *last)
{
	recorder->was_full = true;
	if (page_time_ns(last) - page_time_ns(first) < recorder->turn_ns)
		recorder->outrun = true;
}

/* What was there at the begin, and no more: reading makes events, too, by the pages that it takes,
 * and would come to no end. */
static int drain_cpu(struct recorder *recorder, size_t index)
{
	size_t page_bytes = ring_page_bytes(&recorder->layout), filled, read_bytes = 0;
	struct cpu *cpu = &recorder->cpus[index];
	size_t before = cpu->nr_bytes;
	uint64_t begun_ns = monotonic_ns(), page_ns = 0;
	bool is_full = false;

	while (page_ns <= begun_ns) {
		ssize_t n;
		int err;

		if (cpu->nr_bytes + page_bytes > ROOM_BYTES)
			return -ENOSPC;
		n = read(recorder->fds[index], cpu->pages + cpu->nr_bytes, page_bytes);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR ? 0 : -errno;
		if (n == 0)
			return 0;
		if ((size_t)n != page_bytes)
			return -EBADMSG;
		err = ring_page_filled(
			&recorder->layout, cpu->pages + cpu->nr_bytes, &filled);
		if (err)
			return err;
		page_ns = page_time_ns(cpu->pages + cpu->nr_bytes);
		cpu->nr_bytes += page_bytes;
		recorder->total_bytes += filled;
		read_bytes += filled;
		if (read_bytes >= FULL_BYTES && !is_full) {
			is_full = true;
			note_full(recorder, cpu->pages + before,
				cpu->pages + cpu->nr_bytes - page_bytes);
		}
		if (recorder->total_bytes > RECORDER_MAX_BYTES)
			return -ENOSPC;
	}
	return 0;
}

int recorder_drain(struct recorder *recorder)
{
	int err = 0;

	for (size_t i = 0; !err && i < recorder->nr_cpus; i++)
		err = drain_cpu(recorder, i);
	return err;
}

static void forget(struct recorder *recorder)
{
	for (size_t i = 0; i < recorder->nr_cpus; i++)
		recorder->cpus[i].nr_bytes = 0;
}

static int begin(struct recorder *recorder)
{
	int err = read_layout(recorder);

	if (!err)
		err = open_rings(recorder);
	if (!err)
		err = probes_switch_on(recorder->layout.groups_on, recorder->groups);
	if (!err)
		err = probes_nr_missed(&recorder->nr_missed);
	if (!err)
		err = recorder_drain(recorder);
	if (err)
		return err;
	forget(recorder);
	recorder->total_bytes = 0;
	return turn(recorder, true);
}

int recorder_start(unsigned groups, double slowness, struct recorder **ret)
{
	struct recorder *recorder = calloc(1, sizeof(*recorder));
	int err;

	if (!recorder)
		return -ENOMEM;
	recorder->groups = groups;
	recorder->turn_ns = (uint64_t)(RECORDER_TURN_NS * slowness);
	recorder->on_fd = -1;
	err = record_create(groups, &recorder->record);
	if (!err)
		err = begin(recorder);
	if (err) {
		recorder_free(recorder);
		return err;
	}
	*ret = recorder;
	return 0;
}

void recorder_free(struct recorder *recorder)
{
	if (!recorder)
		return;
	if (recorder->on_fd >= 0) {
		turn(recorder, false);
		close(recorder->on_fd);
		if (recorder->was_full)
			probes_empty();
	}
	for (size_t i = 0; i < recorder->nr_cpus; i++)
		close(recorder->fds[i]);
	for (size_t i = 0; i < RECORDER_MAX_CPUS; i++)
		if (recorder->cpus[i].pages)
			munmap(recorder->cpus[i].pages, ROOM_BYTES);
	record_free(recorder->record);
	free(recorder);
}

/* The rings' next events, each CPU's in order. */
struct rings {
	struct ring_walk walks[RECORDER_MAX_CPUS];
	struct ring_event next[RECORDER_MAX_CPUS]; /* without data: none */
	size_t nr;
};

static int step(struct rings *rings, size_t cpu)
{
	int err = ring_walk_next(&rings->walks[cpu], &rings->next[cpu]);

	if (err == -ENODATA)
		rings->next[cpu].data = NULL;
	return err == -ENODATA ? 0 : err;
}

/* The CPU with the earliest event, and up to when it stays that; -1: no CPU has any. */
static int earliest(const struct rings *rings, uint64_t *ret_until_ns)
{
	uint64_t least_ns = UINT64_MAX, until_ns = UINT64_MAX;
	int first = -1;

	for (size_t i = 0; i < rings->nr; i++) {
		uint64_t time_ns = rings->next[i].time_ns;

		if (!rings->next[i].data)
			continue;
		if (first < 0 || time_ns < least_ns) {
			until_ns = least_ns;
			least_ns = time_ns;
			first = (int)i;
		} else if (time_ns < until_ns) {
			until_ns = time_ns;
		}
	}
	*ret_until_ns = until_ns;
	return first;
}

static int take(struct recorder *recorder, const struct ring_event *event, unsigned cpu)
{
	struct layout_values values;
	int err = layout_take(&recorder->layout, event->data, event->size_bytes, &values);

	return err ? err : record_take(recorder->record, &values, event->time_ns, cpu);
}

/* Together they are taken by their times, as many of one CPU as come before any other's. */
static int understand(struct recorder *recorder)
{
	struct rings rings = {.nr = recorder->nr_cpus};
	uint64_t until_ns;
	int err = 0, cpu;

	for (size_t i = 0; !err && i < rings.nr; i++) {
		rings.walks[i] = ring_walk_begin(&recorder->layout,
			recorder->cpus[i].pages, recorder->cpus[i].nr_bytes);
		err = step(&rings, i);
	}
	while (!err && (cpu = earliest(&rings, &until_ns)) >= 0) {
		const struct ring_event *next = &rings.next[cpu];

		do {
			err = take(recorder, next, (unsigned)cpu);
			if (!err)
				err = step(&rings, (size_t)cpu);
		} while (!err && next->data && next->time_ns < until_ns);
	}
	forget(recorder);
	return err;
}

static int take_all(struct recorder *recorder, pid_t main_pid)
{
	int err = recorder->begun ? 0 : record_begin(recorder->record, main_pid);

	recorder->begun = true;
	if (!err)
		err = recorder_drain(recorder);
	if (!err)
		err = understand(recorder);
	return err;
}

int recorder_look(struct recorder *recorder, pid_t main_pid, const char *checkpoint)
{
	int err = recorder->groups & NEVER_STILL ? 0 : turn(recorder, false);

	if (!err)
		err = take_all(recorder, main_pid);
	if (!err)
		err = record_moment(recorder->record, checkpoint);
	return err;
}

int recorder_go_on(struct recorder *recorder)
{
	return turn(recorder, true);
}

static bool is_too_much(const struct recorder *recorder, unsigned long nr_dropped)
{
	return recorder->total_bytes + nr_dropped * LEAST_EVENT_BYTES >
	       RECORDER_MAX_BYTES;
}

int recorder_finish(struct recorder *recorder, pid_t main_pid)
{
	unsigned long nr_dropped = 0, nr_missed;
	int err = turn(recorder, false);

	if (!err)
		err = take_all(recorder, main_pid);
	if (!err && recorder->was_full)
		err = probes_nr_dropped(PROBES_INSTANCE, recorder->nr_cpus, &nr_dropped);
	if (!err)
		err = probes_nr_missed(&nr_missed);
	if (!err && nr_dropped)
		err = recorder->outrun || is_too_much(recorder, nr_dropped) ? -ENOSPC
									    : -ENOBUFS;
	if (!err && nr_missed != recorder->nr_missed)
		err = -EOVERFLOW;
	return err;
}

const int *recorder_fds(const struct recorder *recorder, size_t *ret_nr)
{
	*ret_nr = recorder->nr_cpus;
	return recorder->fds;
}

const struct record *recorder_record(const struct recorder *recorder)
{
	return recorder->record;
}
