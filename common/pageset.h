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

#include "zoneinfo.h"

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

/* What each CPU's stock of a zone got from the zone, and gave back to it, in pages. */
struct pageset_flow {
	uint64_t refilled[ZONEINFO_MAX_CPUS];
	uint64_t drained[ZONEINFO_MAX_CPUS];
};

/*
 * Begins to count what flows between this zone and the CPUs' stocks of it, by the tracepoints
 * mm_page_alloc_zone_locked and mm_page_pcpu_drain. What a CPU has taken out of its stock is
 * then: refilled - drained - the change of its count. Root only; there is no end to it, but
 * for that of the machine, or pageset_trace_stop().
 * 0, or -ENODATA: no tracefs, or no such tracepoint; -EPERM; -errno of write(2).
 */
int pageset_trace_start(const struct zone *zone);
void pageset_trace_stop(const struct zone *zone);
/* So far. 0, or -ENODATA; -EBADMSG: malformed or cut short; -ERANGE. */
int pageset_trace_read(struct pageset_flow *ret);
/* One tracepoint's histogram by CPU and order, in pages. */
int pageset_trace_parse(FILE *hist, uint64_t ret_pages[ZONEINFO_MAX_CPUS]);

#endif
