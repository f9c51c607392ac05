/* SPDX-License-Identifier: MIT */
/*
 * Swap areas of the same priority: pages go to one and the other in turn, so that the number
 * of the area is not the same for all. That holds as long as there is little swap in all: from 5 *
 * 64 pages for each CPU on, the kernel takes places in advance (mm/swap_slots.c).
 */
#ifndef PAGEMAP_CHECK_SWAP_H
#define PAGEMAP_CHECK_SWAP_H

/* 0, or -errno of swapon(2) and swapoff(2). */
int level_swap_areas(void);

#endif
