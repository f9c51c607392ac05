/* SPDX-License-Identifier: MIT */
/*
 * page_types: pages counted by their flags, as the kernel's own tool page-types does it:
 *
 *	struct page_types types = {.nr = 0};
 *
 *	page_types_add(&types, flags[i] & PAGE_TYPES_STABLE);      for each page
 *	page_types_sort(&types);
 *	page_types_print(&types, stdout);
 *
 * Source: tools/mm/page-types.c (tools/vm in 6.1).
 */
#ifndef PAGELAB_PAGE_TYPES_H
#define PAGELAB_PAGE_TYPES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "kpage.h"

#define PAGE_TYPES_MAX 128

/*
 * The flags that stay while nobody uses the pages. Left out: those that the reclaimer
 * changes whenever it likes, and those from 32 on, of which the kernel promises nothing.
 * KPAGE_KSM is left out for what kpage.h says of it.
 */
#define PAGE_TYPES_STABLE                                                            \
	(KPAGE_ANON | KPAGE_SWAPBACKED | KPAGE_MMAP | KPAGE_SLAB | KPAGE_BUDDY |     \
		KPAGE_COMPOUND_HEAD | KPAGE_COMPOUND_TAIL | KPAGE_HUGE | KPAGE_THP | \
		KPAGE_HWPOISON | KPAGE_NOPAGE | KPAGE_OFFLINE | KPAGE_ZERO_PAGE |    \
		KPAGE_PGTABLE)

struct page_type {
	uint64_t flags;
	size_t nr_pages;
};

struct page_types {
	size_t nr;
	struct page_type types[PAGE_TYPES_MAX];
};

/* Counts a page. 0, or -ENOSPC: it would be type number PAGE_TYPES_MAX + 1. */
int page_types_add(struct page_types *types, uint64_t flags);

/* How many pages have all of `flags`. */
size_t page_types_count(const struct page_types *types, uint64_t flags);

/* Most pages first; of as many, the lower flags first. */
void page_types_sort(struct page_types *types);

/* A line for each type: “0x000000005000 mmap,anon,swapbacked: 130 pages”. */
void page_types_print(const struct page_types *types, FILE *out);

#endif
