/* SPDX-License-Identifier: MIT */
/*
 * What the checker of lab 01 itself does to the program's memory, while the program stands still:
 * it changes what could be known beforehand, and tries what a pin must not allow.
 */
#ifndef PIN_PAGE_CHECK_HAND_H
#define PIN_PAGE_CHECK_HAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check.h"

/* Writes a zero to each of the first `nr` pages: they are in memory then, on that node if they were
 * not before. 0; -ENODATA: no such memory there; -errno of set_mempolicy(2), open(2), pwrite(2). */
int hand_touch(const struct stage_region *region, size_t nr, int node);

/* Reads `nr` pages from page `first` on, which nobody has touched: each shows the page of zeros then,
 * which counts as in memory, and the first write to it takes a fault all the same. 0; -ENOMEM; errors as
 * view_peek(). */
int hand_read(const struct stage_region *region, size_t first, size_t nr);

/* Fills each of the first `nr` pages, which are in memory, with a byte of its own that depends on
 * `byte`: a thread that always writes the same meets few, wherever in a page it writes. -ENOMEM; other
 * errors as hand_touch(). */
int hand_mark(const struct stage_region *region, size_t nr, unsigned char byte);

/* For each of the region's `nr` pages the sum of its words: another one when it was written. 0;
 * -ENOMEM; errors as view_peek(). */
int hand_sum(const struct stage_region *region, size_t nr, uint64_t *ret_sums);

/* Switches NUMA balancing on or off, for the whole machine. 0, or -errno of open(2), write(2). */
int hand_balance(bool on);

/* Has each page of the process take a fault when it is used again, on processors that do not
 * note by themselves that a page was used. 0, or -errno of open(2), write(2). */
int hand_age(pid_t pid);

/*
 * Has the first `nr` pages of the region moved to that node, by move_pages(2); ret_states[i] is
 * what it says of page i: the node where it is, or -errno. Linux 6.1 says -ENOENT of one that is
 * there, but that NUMA balancing asks for.
 * 0; -ENODATA: no such process; -ENOMEM; -errno of move_pages(2).
 */
int hand_move(const struct stage_region *region, size_t nr, int node, int *ret_states);

#endif
