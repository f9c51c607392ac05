/* SPDX-License-Identifier: MIT */
/*
 * page_runs: many pages in few words. Neighbours that differ in nothing but their frame, and whose
 * frames follow each other, or are one, are a run:
 *
 *	page    0     1     2     3     4
 *	frame   0x40  0x41  0x42  0x99  none
 *	        first 0, nr 3, low 0x40, step 1;  first 3, nr 1;  first 4, nr 1
 */
#ifndef PAGELAB_PICTURE_PAGE_RUNS_H
#define PAGELAB_PICTURE_PAGE_RUNS_H

#include <stddef.h>
#include <stdint.h>

/* What the kernel says of one page. */
struct page_words {
	uint64_t pagemap;
	uint64_t flags; /* of its frame (kpage.h); 0 where there is none */
	uint64_t count; /* of the entries of page tables that lead there */
	int node;	/* -1: none */
};

/* The pagemap word of page first + i is bits << PAGE_RUN_LOW_BITS | (low + i * step). */
#define PAGE_RUN_LOW_BITS 55

struct page_run {
	uint32_t first, nr;
	uint64_t low; /* the frame; of a page in a swap area, type and place */
	uint64_t flags;
	uint32_t count;
	uint16_t bits;
	int8_t node;
	int8_t step; /* 1, -1, or 0: one frame, or none, for all of it */
};

struct page_runs {
	struct page_run *run; /* the caller's, room for nr_max */
	size_t nr, nr_max;
};

/* Adds page number `page`; those of a region come in order, and begin with page 0.
 * 0, or -ENOSPC. */
int page_runs_add(struct page_runs *runs, uint32_t page, const struct page_words *words);

#endif
