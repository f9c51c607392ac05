/* SPDX-License-Identifier: MIT */
/*
 * placement: which NUMA node pages are on. A page frame never changes its node, so the
 * PFNs tell: /proc/zoneinfo says which PFNs each zone of each node spans.
 *
 *	node 0 +-------- DMA ---------+
 *	node 1                        +---- DMA ----+------- Normal -------+
 *	  PFN  0x40000                0xc0000       0x100000               0x140000
 *
 * (move_pages(2) can be asked too, but gives errors for pages that NUMA balancing has
 * unmapped for a moment.)
 *
 *	placement_read_zones(&zones);
 *	pagemap_pfns(fd, buffer, nr_pages, pfns);
 *	placement_count(&zones, pfns, nr_pages, &placement);
 *	printf("%zu on node 1\n", placement.nr_on_node[1]);
 *
 * Source: mm/vmstat.c (zoneinfo_show_print); Documentation/mm/physical_memory.rst.
 */
#ifndef PAGELAB_PLACEMENT_H
#define PAGELAB_PLACEMENT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define PLACEMENT_MAX_NODES 64
#define PLACEMENT_MAX_ZONES 128

/* The zones that have memory, with the PFNs that they span, holes included. */
struct placement_zone {
	unsigned node;
	uint64_t start_pfn;
	uint64_t end_pfn; /* the first behind it */
};

struct placement_zones {
	size_t nr;
	struct placement_zone zone[PLACEMENT_MAX_ZONES];
};

/* How many pages are where. */
struct placement {
	size_t nr_on_node[PLACEMENT_MAX_NODES];
	size_t nr_absent; /* pages with PFN 0: not in memory */
};

/*
 * Reads the zones. They change only when memory is plugged in or out.
 * 0, or -ENODATA: no zone has memory; -EBADMSG: malformed or cut short; -ERANGE: more
 * nodes or zones than there is room for, or a PFN too large for 64 bits; -errno of
 * open(2) or read(2).
 */
int placement_parse_zones(FILE *zoneinfo, struct placement_zones *ret);
int placement_read_zones(struct placement_zones *ret);

/*
 * The node of frame `pfn`.
 * 0, or -ENODATA: in no zone; -ENOTUNIQ: zones of two nodes span it (nodes that are
 * interleaved in physical memory: the files of this library cannot tell).
 */
int placement_node(const struct placement_zones *zones, uint64_t pfn, unsigned *ret_node);

/* The node of each of `nr` pages, as pagemap_pfns() gave them, and -1 for PFN 0. Errors as
 * placement_node(), of the first PFN that has one; *ret_nodes is undefined then. */
int placement_nodes(const struct placement_zones *zones, const uint64_t *pfns, size_t nr,
	int *ret_nodes);

/*
 * Counts `nr` pages by node, as pagemap_pfns() gave them. Errors as placement_node(), of the
 * first PFN that has one.
 *
 * Every page counts that has a frame. /proc/PID/numa_maps and numastat -p leave out frames that
 * are the kernel's own: the page of zeros, which whatever was only read has in common, and the
 * pages of [vdso]. Both lie on one node, mostly node 0, and are counted there.
 * Source: can_gather_numa_stats() in fs/proc/task_mmu.c, vm_normal_page() in mm/memory.c.
 */
int placement_count(const struct placement_zones *zones, const uint64_t *pfns, size_t nr,
	struct placement *ret);

#endif
