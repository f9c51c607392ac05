/* SPDX-License-Identifier: MIT */
/*
 * For make bench, in the guest: how long it takes to translate 1 GiB of mappings to page
 * frames, and how long to read the same words of pagemap and do nothing with them. Prints
 * the seconds of each, one pair a line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "common/kernel/page.h"
#include "common/kernel/pagemap.h"

#define LENGTH_BYTES (UINT64_C(1) << 30)
#define PART_PAGES 8192
#define NR_ROUNDS 7

static uint64_t words[PART_PAGES];

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static double time_reading(int fd, uintptr_t start)
{
	double begin = now();

	for (size_t at = 0; at < LENGTH_BYTES; at += PART_PAGES * page_size_bytes())
		if (pread(fd, words, sizeof(words),
			    (off_t)((start + at) / page_size_bytes() * 8)) !=
			sizeof(words))
			exit(1);
	return now() - begin;
}

static double time_translating(int fd, uintptr_t start)
{
	double begin = now();

	for (size_t at = 0; at < LENGTH_BYTES; at += PART_PAGES * page_size_bytes())
		if (pagemap_pfns(fd, (void *)(start + at), PART_PAGES, words))
			exit(1);
	return now() - begin;
}

int main(void)
{
	char *memory = mmap(NULL, LENGTH_BYTES, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	int fd;

	/* Every page is mapped, to the one page of zeros: this takes page tables only. */
	if (memory == MAP_FAILED || madvise(memory, LENGTH_BYTES, MADV_NOHUGEPAGE) ||
		madvise(memory, LENGTH_BYTES, MADV_POPULATE_READ) || pagemap_open(0, &fd))
		return 1;
	for (int i = 0; i < NR_ROUNDS; i++) {
		double reading = time_reading(fd, (uintptr_t)memory);

		printf("%.6f %.6f\n", reading, time_translating(fd, (uintptr_t)memory));
	}
	return 0;
}
