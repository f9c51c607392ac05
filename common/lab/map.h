/* SPDX-License-Identifier: MIT */
/*
 * map: fresh memory that stands alone. The kernel joins neighbouring mappings that are
 * alike into one, and /proc/PID/smaps then shows them as one; an inaccessible page on
 * either side keeps yours apart:
 *
 *	| guard |  length_bytes, readable and writable, untouched  | guard |
 *	        ^ what lab_map() returns
 *
 * Source: mmap(2), mprotect(2).
 */
#ifndef PAGELAB_MAP_H
#define PAGELAB_MAP_H

#include <stddef.h>

/* Maps private anonymous memory, a whole number of pages, none of them touched yet.
 * 0, or -EINVAL: no length, or not whole pages; -ENOMEM. */
int lab_map(size_t length_bytes, char **ret);

/* Gives it back, guards too. 0, or -errno of munmap(2). */
int lab_unmap(char *address, size_t length_bytes);

/*
 * Maps `nr` huge pages of page_kb KiB each, shared memory on the kernel's own hugetlbfs,
 * and touches each. Give them back with munmap(2).
 * 0, or -EINVAL: no length, or the kernel has no pages of that size; -ENOMEM: the pool
 * has not so many.
 * Source: mmap(2), Documentation/admin-guide/mm/hugetlbpage.rst.
 */
int lab_map_huge(unsigned long page_kb, size_t nr, char **ret);

#endif
