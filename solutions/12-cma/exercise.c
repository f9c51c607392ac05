/* SPDX-License-Identifier: MIT */
/*
 * Lab 12: memory that is kept for a driver is lent to this program, until the driver wants
 * it. The driver is /dev/cma_grab (kmod/cma_grab/cma_grab.h).
 *
 *	./exercise PAGES STAMP        page I of the buffer holds STAMP + I
 */
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

#include "cma_grab.h"
#include "lab.h"
#include "page_pin.h"

#define NODE 1
#define AREA_PFN UINT64_C(0xd8000)  /* where the area begins in the machine's profile */
#define AREA_PAGES UINT64_C(0x8000) /* 128 MiB */
#define GRAB_BYTES (UINT64_C(96) << 20)
#define TOO_MUCH_BYTES (UINT64_C(256) << 20)
#define NR_PINNED 128

static size_t nr_pages, page_bytes;
static uint64_t stamp;
static char *buffer;
static int pagemap, device, pins;

/* Task 1. Ask for memory of NODE alone (mbind() with MPOL_BIND), have all pages of the buffer
 * made (madvise() with MADV_POPULATE_WRITE), and write `stamp + i` to the beginning of page
 * i. */
static int fill(void)
{
	// tag::todo-1[] stub: return -ENOSYS;
	unsigned long mask = 1UL << NODE;

	if (mbind(buffer, nr_pages * page_bytes, MPOL_BIND, &mask, 64, 0) ||
		madvise(buffer, nr_pages * page_bytes, MADV_POPULATE_WRITE))
		return -errno;
	for (size_t i = 0; i < nr_pages; i++)
		*(uint64_t *)(buffer + i * page_bytes) = stamp + i;
	return 0;
	// end::todo-1[]
}

/* Task 2. Have the driver take a block of that length: CMA_GRAB_TAKE on `device`. */
static int grab(uint64_t length_bytes, uint64_t *ret_pfn)
{
	// tag::todo-2[] stub: return (void)length_bytes, (void)ret_pfn, -ENOSYS;
	struct cma_grab_request request = {.length_bytes = length_bytes};

	if (ioctl(device, CMA_GRAB_TAKE, &request))
		return -errno;
	*ret_pfn = request.pfn;
	return 0;
	// end::todo-2[]
}

/* Task 3. Have it give the block back: CMA_GRAB_GIVE_BACK. */
static int give_back(void)
{
	// tag::todo-3[] stub: return -ENOSYS;
	return ioctl(device, CMA_GRAB_GIVE_BACK) ? -errno : 0;
	// end::todo-3[]
}

/* Task 4. Pin each of these NR_PINNED pages, one call a page: PAGE_PIN_PIN on `pins`
 * (kmod/page_pin/page_pin.h). */
static int pin(char *const addresses[])
{
	// tag::todo-4[] stub: return (void)addresses, -ENOSYS;
	for (size_t i = 0; i < NR_PINNED; i++) {
		struct page_pin_range range = {
			.address = (uintptr_t)addresses[i], .length_bytes = page_bytes};

		if (ioctl(pins, PAGE_PIN_PIN, &range))
			return -errno;
	}
	return 0;
	// end::todo-4[]
}

/* Task 5. How many pages of the buffer have a frame in [first, first + nr)? */
static size_t count_inside(const uint64_t *pfns, uint64_t first, uint64_t nr)
{
	// tag::todo-5[] stub: return (void)pfns, (void)first, (void)nr, 0;
	size_t nr_inside = 0;

	for (size_t i = 0; i < nr_pages; i++)
		nr_inside += pfns[i] >= first && pfns[i] < first + nr;
	return nr_inside;
	// end::todo-5[]
}

static void look(uint64_t *ret_pfns)
{
	int error = pagemap_pfns(pagemap, buffer, nr_pages, ret_pfns);

	if (error) {
		fprintf(stderr, "pagemap: %s\n", strerror(-error));
		exit(1);
	}
}

// tag::choose[]
/* The pages with the lowest frames inside the area. */
static void choose_pages(const uint64_t *pfns, char *addresses[])
{
	size_t pages[nr_pages], nr, first = 0;

	memset(pages, 0, sizeof(pages));
	nr = by_frame(pfns, nr_pages, pages);
	while (first + NR_PINNED < nr && pfns[pages[first]] < AREA_PFN)
		first++;
	for (size_t i = 0; i < NR_PINNED; i++)
		addresses[i] = buffer + pages[first + i] * page_bytes;
}
// end::choose[]

static void prepare(void)
{
	page_bytes = page_size_bytes();
	pagemap = lab_pagemap();
	device = open("/dev/cma_grab", O_RDWR | O_CLOEXEC);
	pins = open("/dev/page_pin", O_RDWR | O_CLOEXEC);
	if (device < 0 || pins < 0 || lab_map(nr_pages * page_bytes, &buffer)) {
		perror("preparing");
		exit(1);
	}
	madvise(buffer, nr_pages * page_bytes, MADV_NOHUGEPAGE);
	lab_region("buffer", buffer, nr_pages * page_bytes);
}

/* What a grab of this length comes to. */
static void try_to_grab(const char *what, uint64_t length_bytes, uint64_t *ret_pfn)
{
	int error = grab(length_bytes, ret_pfn);

	if (error)
		printf("%s: refused (%s)\n", what, strerror(-error));
	else
		printf("%s: granted at pfn 0x%" PRIx64 "\n", what, *ret_pfn);
}

int main(int argc, char **argv)
{
	char *addresses[NR_PINNED];
	uint64_t *pfns, first = 0;

	nr_pages = lab_size(argc, argv, 1, 28672);
	stamp = lab_size(argc, argv, 2, 1000);
	pfns = calloc(nr_pages, sizeof(*pfns));
	prepare();
	// tag::fill[]
	lab_tell("fill", fill());
	lab_checkpoint("filled");
	look(pfns);
	printf("filled: %zu of %zu pages in the area\n",
		count_inside(pfns, AREA_PFN, AREA_PAGES), nr_pages);
	try_to_grab("256 MiB", TOO_MUCH_BYTES, &first);
	lab_checkpoint("refused");
	// end::fill[]
	// tag::pin[]
	choose_pages(pfns, addresses);
	lab_tell("pin", pin(addresses));
	lab_checkpoint("pinned");
	look(pfns);
	printf("pinned: %zu pages in the area\n",
		count_inside(pfns, AREA_PFN, AREA_PAGES));
	// end::pin[]
	// tag::grab[]
	try_to_grab("96 MiB", GRAB_BYTES, &first);
	lab_checkpoint("grabbed");
	printf("in its way: %zu pages\n",
		count_inside(pfns, first, GRAB_BYTES / page_bytes));
	look(pfns);
	printf("grabbed: %zu pages in the area, %zu in the block\n",
		count_inside(pfns, AREA_PFN, AREA_PAGES),
		count_inside(pfns, first, GRAB_BYTES / page_bytes));
	// end::grab[]
	// tag::return[]
	lab_tell("give_back", give_back());
	lab_checkpoint("returned");
	// end::return[]
	return 0;
}
