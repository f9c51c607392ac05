/* SPDX-License-Identifier: MIT */
/*
 * swap_areas: where pages that are not used could go, /proc/swaps: one line for each area
 * under a heading.
 *
 * Source: swapon(8), mm/swapfile.c.
 */
#ifndef PAGELAB_SWAP_AREAS_H
#define PAGELAB_SWAP_AREAS_H

#include <stddef.h>
#include <stdio.h>

/* How many areas there are. 0, or -ENODATA: empty; -EBADMSG: malformed or cut short; -errno
 * of read(2). */
int swap_areas_parse(FILE *file, size_t *ret_nr);
/* Also -ENODATA: a kernel without swap. */
int swap_areas_count(size_t *ret_nr);

#endif
