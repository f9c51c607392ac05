/* SPDX-License-Identifier: MIT */
/*
 * Lab 11: node 0's memory is left in single pages. Much is free, and no large block; then
 * compaction moves pages out of each other's way.
 *
 *	./exercise PAGES STAMP        page I of the buffer holds STAMP + I
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <numaif.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lab.h"
#include "order_alloc.h"
#include "page_pin.h"

#define NODE 0
#define AWAY_CPU 4  /* of node 1: what the kernel itself needs comes from there */
#define ORDER 9	    /* a block of 512 pages */
#define NR_HELD 128 /* pages that are locked, and as many that are pinned */
#define COMPACT "/sys/devices/system/node/node0/compact"

static const unsigned long node_mask = 1UL << NODE;
static size_t nr_pages, page_bytes;
static uint64_t stamp;
static char *buffer;
static int pagemap, pins;

/* Task 1. Release every page of the buffer whose frame has an even number: madvise() with
 * MADV_DONTNEED. `pfns` has the frames, in the order of the pages. 0 or -errno. */
static int free_even_frames(const uint64_t *pfns)
{
	/* TODO 1: write your code here. */
	return (void)pfns, -ENOSYS;
	/* end of TODO 1 */
}

/* Task 2. Ask for a block of 2^ORDER pages of NODE with these flags: ORDER_ALLOC_TAKE on
 * `device` (kmod/order_alloc/order_alloc.h). Leave it open: it holds the block. 0 or -errno. */
static int take(int device, unsigned flags, uint64_t *ret_pfn)
{
	/* TODO 2: write your code here. */
	return (void)device, (void)flags, (void)ret_pfn, -ENOSYS;
	/* end of TODO 2 */
}

/* Task 3. Have the kernel compact the node: write a 1 to the file COMPACT. 0 or -errno. */
static int compact(void)
{
	/* TODO 3: write your code here. */
	return -ENOSYS;
	/* end of TODO 3 */
}

/* Task 4. Lock each of NR_HELD pages by mlock(), and pin each of as many others: PAGE_PIN_PIN
 * on `pins` (kmod/page_pin/page_pin.h). Use one call for each page, because they do not lie
 * side by side. 0 or -errno. */
static int lock_and_pin(char *const locked[], char *const pinned[])
{
	/* TODO 4: write your code here. */
	return (void)locked, (void)pinned, -ENOSYS;
	/* end of TODO 4 */
}

/* Task 5. How many pages have another frame now? Leave out pages that are not in memory at
 * both times: their frame is 0. */
static size_t count_moved(const uint64_t *before, const uint64_t *now)
{
	/* TODO 5: write your code here. */
	return (void)before, (void)now, 0;
	/* end of TODO 5 */
}

static uint64_t *frames(void)
{
	uint64_t *pfns = calloc(nr_pages, sizeof(*pfns));

	if (!pfns || pagemap_pfns(pagemap, buffer, nr_pages, pfns))
		errx(1, "the buffer's frames cannot be seen");
	return pfns;
}

/* Fills the buffer from NODE, every page with a stamp. */
static void fill(void)
{
	if (lab_map(nr_pages * page_bytes, &buffer) ||
		mbind(buffer, nr_pages * page_bytes, MPOL_BIND, &node_mask, 64, 0) ||
		madvise(buffer, nr_pages * page_bytes, MADV_NOHUGEPAGE) ||
		madvise(buffer, nr_pages * page_bytes, MADV_POPULATE_WRITE))
		err(1, "the buffer");
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = stamp + i;
	lab_region("buffer", buffer, nr_pages * page_bytes);
}

/* Compaction empties memory from its low end. So take pages whose frames lie low, every
 * second for the one list and the others for the other; but not the lowest of all, where
 * room for a block may be made. */
static void choose_low_pages(const uint64_t *pfns, char *locked[], char *pinned[])
{
	size_t pages[nr_pages], nr;

	memset(pages, 0, sizeof(pages));
	nr = by_frame(pfns, nr_pages, pages);
	for (size_t i = 0; i < NR_HELD; i++) {
		locked[i] = buffer + pages[nr / 16 + 2 * i] * page_bytes;
		pinned[i] = buffer + pages[nr / 16 + 2 * i + 1] * page_bytes;
	}
}

static void show(const char *when)
{
	struct buddyinfo info;

	if (!buddyinfo_read(NODE, &info))
		printf("%s: %" PRIu64 " single pages free, %" PRIu64
		       " blocks of order %d\n",
			when, info.nr_free[0], buddyinfo_blocks(&info, ORDER), ORDER);
}

/* Takes a block on a file of its own, and keeps it. */
static int take_and_keep(unsigned flags, uint64_t *ret_pfn)
{
	int device = open("/dev/order_alloc", O_RDWR | O_CLOEXEC);

	return device < 0 ? -errno : take(device, flags, ret_pfn);
}

/* Each CPU has a stock of its own, in which a block may be left that no other CPU sees. One
 * that is too full goes back to the node when this CPU frees some pages. */
static void empty_stock(void)
{
	size_t length_bytes = 128 * page_bytes;
	char *pages;

	if (lab_map(length_bytes, &pages))
		return;
	if (!mbind(pages, length_bytes, MPOL_BIND, &node_mask, 64, 0))
		madvise(pages, length_bytes, MADV_POPULATE_WRITE);
	lab_unmap(pages, length_bytes);
}

/* Takes the large blocks that can be had on this CPU. How many? */
static size_t take_blocks(void)
{
	size_t nr = 0;
	uint64_t pfn;

	empty_stock();
	while (!take_and_keep(0, &pfn))
		nr++;
	return nr;
}

/* What one CPU's stock gives back may make a block whole, and a block that is taken may put
 * another into the stock: until all CPUs in turn have found none. */
static void take_all_large_blocks(void)
{
	long nr_cpus = sysconf(_SC_NPROCESSORS_ONLN), nr_without = 0;

	for (long cpu = 0; nr_without < nr_cpus; cpu++) {
		affinity_bind(cpu % nr_cpus);
		nr_without++;
		while (take_blocks())
			nr_without = 1;
	}
	affinity_bind(AWAY_CPU);
}

/* Up to nr_tries times, until compaction has helped: where another CPU is in its way, the
 * kernel empties all stocks instead, and what comes to light there is granted. */
static void ask(const char *how, unsigned flags, int nr_tries)
{
	uint64_t before = 0, now, pfn = 0;
	int error = 0;

	vmstat_read("compact_success", &before);
	for (now = before; now == before && nr_tries > 0; nr_tries--) {
		error = take_and_keep(flags, &pfn);
		vmstat_read("compact_success", &now);
	}
	if (error)
		printf("%s: refused (%s)\n", how, strerror(-error));
	else
		printf("%s: granted at pfn 0x%" PRIx64 "\n", how, pfn);
}

int main(int argc, char **argv)
{
	char *locked[NR_HELD], *pinned[NR_HELD];
	uint64_t *filled, *before, *after;

	nr_pages = lab_size(argc, argv, 1, 12288);
	stamp = lab_size(argc, argv, 2, 1000);
	affinity_bind(AWAY_CPU);
	page_bytes = page_size_bytes();
	pagemap = lab_pagemap();
	pins = open("/dev/page_pin", O_RDWR | O_CLOEXEC);
	fill();
	show("filled");
	filled = frames();
	lab_checkpoint("filled");
	lab_tell("free_even_frames", free_even_frames(filled));
	before = frames();
	choose_low_pages(before, locked, pinned);
	lab_tell("lock_and_pin", lock_and_pin(locked, pinned));
	take_all_large_blocks();
	show("fragmented");
	ask("order 9", 0, 1);
	lab_checkpoint("fragmented");
	take_all_large_blocks();
	ask("order 9, with direct compaction", ORDER_ALLOC_DIRECT, 8);
	lab_checkpoint("direct");
	lab_tell("compact", compact());
	show("compacted");
	lab_checkpoint("compacted");
	ask("order 9 again", 0, 1);
	after = frames();
	lab_checkpoint("granted");
	printf("moved: %zu pages\n", count_moved(before, after));
	return 0;
}
