/* SPDX-License-Identifier: MIT */
/*
 * check_put: pages that the checker itself moves while the program makes its table. A move by hand
 * is no balancing: `pgmigrate_success` counts it, and `numa_pages_migrated` does not.
 */
#ifndef PAGELAB_LAB06_PUT_H
#define PAGELAB_LAB06_PUT_H

#include <stdbool.h>
#include <stddef.h>

#include "check.h"

enum { HOME, AWAY }; /* the nodes */

/*
 * Moves every second page of the region to `node`, `nr` of them from page `first` on, which is even.
 * ret_is_put[i] tells of page i whether it is on node AWAY now; others are left as they are.
 * 0, or -errno of move_pages(2).
 */
int put_region(const struct stage_region *region, size_t first, size_t nr, int node,
	bool *ret_is_put);

/* Writes the number to the begin of that page. 0, or -errno of process_vm_writev(2). */
int put_number(const struct stage_region *region, size_t page, uint64_t number);

/*
 * Makes a huge page and `nr` small ones on the node `from`, moves them to `node`, and gives them back.
 * 0, or -errno of mmap(2), madvise(2), mbind(2), move_pages(2).
 */
int put_own(size_t nr, int from, int node);

#endif
