/* SPDX-License-Identifier: MIT */
/*
 * buddyinfo: how the free memory is cut. The page allocator keeps free pages in blocks of
 * 2^order pages, aligned to their size. Two free neighbours of one order (buddies) become a
 * block of the next:
 *
 *	order 2   |       4 pages         |
 *	order 1   |  2 pages  |  2 pages  |
 *	order 0   |  1  |  1  |  1  |  1  |
 *
 * /proc/buddyinfo has a line for each zone, with the number of free blocks of each order
 * from 0 on:
 *
 *	Node 0, zone      DMA     16      9      4      3  ...    482
 *
 *	buddyinfo_read(0, &info);
 *	printf("%llu blocks of order 9\n", (unsigned long long)buddyinfo_blocks(&info, 9));
 *
 * Pages in the CPUs' own lists (per-CPU pagesets) are not among them.
 *
 * Source: Documentation/filesystems/proc.rst; mm/vmstat.c (frag_show_print).
 */
#ifndef PAGELAB_BUDDYINFO_H
#define PAGELAB_BUDDYINFO_H

#include <stdint.h>
#include <stdio.h>

#define BUDDYINFO_MAX_ORDERS 32

struct buddyinfo {
	unsigned nr_orders;			/* the greatest order is one less */
	uint64_t nr_free[BUDDYINFO_MAX_ORDERS]; /* blocks of that order */
};

/*
 * The free blocks of a node, all its zones together.
 * 0, or -ENODATA: no such node, or no such file; -EBADMSG: malformed or cut short; -ERANGE:
 * more orders than there is room for, or a number too large for 64 bits; -errno of open(2)
 * or read(2).
 */
int buddyinfo_parse(FILE *file, unsigned node, struct buddyinfo *ret);
int buddyinfo_read(unsigned node, struct buddyinfo *ret);

/* How many blocks of that order could be had at once: a block of a higher order counts as
 * many as can be cut from it. */
uint64_t buddyinfo_blocks(const struct buddyinfo *info, unsigned order);

/* All free pages. */
uint64_t buddyinfo_pages(const struct buddyinfo *info);

#endif
