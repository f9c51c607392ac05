/* SPDX-License-Identifier: MIT */
/*
 * Traffic: the memory accesses of a program's own code, by the CPU that made them and by the node
 * of the page, in the regions that the program named and elsewhere. Three take part:
 *
 *	the guest  labrun jumps to addresses that nothing else has (common/stage/mark.h), which are
 *	           marks: a run begins, stands still at a moment, ends
 *	QEMU       the plugin vm/traffic counts; it writes a row at each of these marks, and every
 *	           TRAFFIC_TICK_MS between the first and the last
 *	the host   reads the rows, in memory that it shares with QEMU (vm/host/plugin.h)
 *
 * What the kernel, the agent and labrun do is not counted. These two are linked statically, to
 * addresses that no other program has (BESIDE in mk/vm.mk): newer QEMUs translate code that two
 * programs have in common, a library say, for one of them, and use it for both. Nor do they execute
 * the kernel's vDSO, which all programs have in common (vm/guest/clock.c).
 */
#ifndef PAGELAB_TRAFFIC_H
#define PAGELAB_TRAFFIC_H

#include <stdbool.h>
#include <stdint.h>

#define TRAFFIC_MAX_CPUS 64
#define TRAFFIC_MAX_NODES 4
#define TRAFFIC_MAX_ROWS 2048
#define TRAFFIC_MARK_ROWS 256 /* of these, kept for marks */
#define TRAFFIC_TICK_MS 100

enum traffic_kind {
	TRAFFIC_BEGIN,
	TRAFFIC_MOMENT,
	TRAFFIC_END,
	TRAFFIC_REGION, /* address and length were said: no row */
	TRAFFIC_NR_MARKS,
	TRAFFIC_TICK = TRAFFIC_NR_MARKS, /* no mark, but time that has passed */
};

/*
 * Where the marks lie, on a page of their own: what is there returns at once. Behind them is a
 * function that loads the byte it is given the address of, by which a byte is said: the last one of
 * that address, for a plugin sees addresses alone.
 */
#define TRAFFIC_MARK_ADDRESS UINT64_C(0x706167650000)
#define TRAFFIC_MARK_BYTES 16
#define TRAFFIC_SAY TRAFFIC_NR_MARKS

/* Where the agent and labrun are. */
#define TRAFFIC_BESIDE UINT64_C(0x100000000000)
#define TRAFFIC_BESIDE_BYTES (UINT64_C(1) << 32)

static inline bool traffic_is_counted(uint64_t code)
{
	bool is_kernel = code >> 48;

	return !is_kernel && code - TRAFFIC_BESIDE >= TRAFFIC_BESIDE_BYTES;
}

enum traffic_where { TRAFFIC_IN_REGIONS, TRAFFIC_ELSEWHERE, TRAFFIC_NR_WHERE };

/* By CPU and by node of the page. */
typedef uint64_t traffic_counts[TRAFFIC_MAX_CPUS][TRAFFIC_MAX_NODES][TRAFFIC_NR_WHERE];

/* As many accesses up to that time. */
struct traffic_row {
	uint64_t time_ns; /* CLOCK_MONOTONIC of the host */
	uint64_t kind;	  /* enum traffic_kind */
	traffic_counts nr;
};

struct traffic {
	/* Given: the version of QEMU's interface to plugins (vm/traffic/interface.h), and where the
	 * memory of each node begins in its numbers. */
	uint64_t interface;
	uint64_t node_begin[TRAFFIC_MAX_NODES], node_bytes;
	uint64_t nr_nodes;
	/* The plugin's. Rows before nr_rows are complete. */
	_Atomic uint64_t nr_rows;
	uint64_t nr_left_out; /* for want of room */
	struct traffic_row row[TRAFFIC_MAX_ROWS];
};

#endif
