/* SPDX-License-Identifier: MIT */
/* The huge pages of lab 09: what must be printed of each size. */
#ifndef PAGEMAP_CHECK_HUGE_H
#define PAGEMAP_CHECK_HUGE_H

#include "check.h"

#define NR_HUGE 5

/* One size: how many are asked for, and what must be printed of them. */
struct huge {
	unsigned long kb;
	size_t nr;
	int error; /* that the kernel must give, by its own pools */
	char words[64];
};

/* What the kernel must say to the wishes: which sizes it has, and how many are free. */
void huge_look_at_pools(struct huge *huge, size_t nr_usual);
/*
 * Counts heads and tails where they were granted, by pagemap; *ret_nr_small is the number of
 * small pages in all of them. -ENODATA where a region is not what was asked for, or as the
 * calls that it makes.
 */
int huge_count(struct stage *stage, int pagemap, struct huge *huge, size_t *ret_nr_small);

#endif
