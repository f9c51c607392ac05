/* SPDX-License-Identifier: MIT */
/*
 * pageset: what a checker needs to know, and to do, about a CPU's stocks of free pages, beyond
 * reading them (zoneinfo.h).
 *
 * Source: Documentation/admin-guide/sysctl/vm.rst, zone_highsize() in mm/page_alloc.c,
 * Documentation/trace/ftrace.rst.
 */
#ifndef PAGELAB_PAGESET_H
#define PAGELAB_PAGESET_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "common/kernel/zoneinfo.h"

#define PAGESET_FRACTION "/proc/sys/vm/percpu_pagelist_high_fraction"

/* How large each of nr_cpus CPUs' stock of the zone may be, in pages, with that fraction:
 * 1 at least, and not 0, which means another rule. */
uint64_t pageset_high(
	const struct zone *zone, uint64_t fraction, unsigned nr_cpus, uint64_t batch);

/* Writes the setting. 0, or -EINVAL: the kernel does not take this value; -EPERM; -ENODATA. */
int pageset_set_fraction(long fraction);

/*
 * Leaves next to nothing in this CPU's stocks of its own zone: with the smallest `high` there is,
 * what is given back goes on to the zone. The calling thread is bound to CPU `away` when
 * this returns, and the fraction is what it was. Root only.
 * 0, or errors of affinity_bind(), lab_map() and pageset_set_fraction().
 */
int pageset_empty(int cpu, int away);

/*
 * Puts so many pages more into this CPU's stock: taken on CPU `away`, from the first zone of this
 * CPU's node, and given back here. The calling thread is bound to CPU `away` when this returns.
 * 0, or errors of affinity_bind(), lab_map() and mbind(2).
 */
int pageset_feed(int cpu, int away, size_t nr_pages);
/* The same with pages of the kernel's, in pipes: a program that takes pages leaves these there, on a list
 * of their own. Also the errors of pipe(2), fcntl(2) and write(2). */
int pageset_feed_kernel(int cpu, int away, size_t nr_pages);

/* By CPU, in pages: what its stock of a zone got from there, and what one process took out of the stock and put
 * into it. */
struct pageset_flow {
	uint64_t refilled[ZONEINFO_MAX_CPUS]; /* whoever asked for a page */
	uint64_t took[ZONEINFO_MAX_CPUS];     /* users' pages alone */
	uint64_t gave
		[ZONEINFO_MAX_CPUS]; /* by the batch, as unmapping and truncating do */
};

/* Whether this kernel counts by histograms of tracepoints, and shows them to us. */
bool pageset_can_trace(void);

/*
 * Begins to count this for `zone`, by the tracepoints mm_page_alloc_zone_locked, mm_page_alloc and
 * mm_page_free_batched, and to note who begins which thread, by task_newtask. The kernel's own pages, and
 * what threads of the kernel do on the same CPU, do not count. Root only; pageset_trace_stop() with the same
 * argument ends it.
 * 0, or -ENODATA: no tracefs, or no such tracepoint; -EPERM; -errno of write(2).
 */
int pageset_trace_start(const struct zone *zone);
void pageset_trace_stop(const struct zone *zone);

/* How many pages the process took out of this CPU's stock between two moments; less than 0: it put
 * some there. */
int64_t pageset_taken(const struct pageset_flow *before, const struct pageset_flow *after,
	unsigned cpu);
/* So far, of the process whose first thread is `pid`, with the threads that it has begun since the start. 0, or
 * -ENODATA; -EBADMSG: malformed or cut short; -ERANGE. */
int pageset_trace_read(pid_t pid, struct pageset_flow *ret);

#define PAGESET_MAX_THREADS 64

struct pageset_threads {
	uint64_t tids[PAGESET_MAX_THREADS];
	size_t nr;
};

/* Adds to the threads those that they began, by task_newtask's histogram. */
int pageset_threads_parse(FILE *hist, struct pageset_threads *threads);
/* One tracepoint's histogram by CPU and order, in pages; without an order, of single ones. Those of the
 * threads alone, where the histogram is by thread, too; NULL: it is not. */
int pageset_trace_parse(FILE *hist, const struct pageset_threads *threads,
	uint64_t ret_pages[ZONEINFO_MAX_CPUS]);

#endif
