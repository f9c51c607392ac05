/* SPDX-License-Identifier: MIT */
/*
 * Lab 09: which frame is behind an address? Reads /proc/PID/pagemap, and for the frames
 * /proc/kpagecount and /proc/kpageflags: files of 64-bit words.
 *
 *	./exercise PAGES HUGE SEED
 *
 * A buffer of PAGES pages of all kinds, as SEED says; huge pages of every size, HUGE of the
 * usual one; and at the end the whole process, counted by types of pages.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"

#define PART_PAGES 512 /* so many pages are looked at together */
/* Three sizes that arm64 has, one that nobody has, one for which there is seldom room. */
static const unsigned long huge_kb[] = {64, 2048, 32768, 16384, 1048576};
#define USUAL_KB 2048
#define BIT(n) (UINT64_C(1) << (n))

static size_t nr_pages, page_bytes;
static uint64_t seed;
static int kpagecount, kpageflags;

/* Task 1. Read `size` bytes at `offset` of a file: one pread(2). Returns how many bytes there
 * were (fewer at the end of the file), or -errno. */
static ssize_t read_at(int fd, uint64_t offset, void *ret, size_t size)
{
	/* TODO 1: write your code here. */
	return (void)fd, (void)offset, (void)ret, (void)size, -ENOSYS;
	/* end of TODO 1 */
}

/* Task 2. Take a word of pagemap apart: common/kernel/pagemap.h draws it, and says in struct
 * pagemap_entry when a number is 0. */
static void decode(uint64_t word, struct pagemap_entry *ret)
{
	/* TODO 2: write your code here. */
	memset(ret, 0, sizeof(*ret)), (void)word;
	/* end of TODO 2 */
}

/* Task 3. Say in a word where a page is: "present", "swapped", "absent", or "hidden": in
 * memory, but the kernel does not tell in which frame. No page of a process has PFN 0. */
static const char *state_of(const struct pagemap_entry *page)
{
	/* TODO 3: write your code here. */
	return (void)page, "unknown";
	/* end of TODO 3 */
}

/*
 * Task 4. Read the words of `nr` frames from kpagecount or kpageflags: the word of a frame
 * has the number of its PFN. PFN 0 stands for no frame, and gets 0. Frames that follow each
 * other, as those of a huge page do, are to be read together. 0, or -errno.
 */
static int ask_frames(int fd, const struct pagemap_entry *pages, size_t nr, uint64_t *ret)
{
	/* TODO 4: write your code here. */
	return memset(ret, 0, nr * sizeof(*ret)), (void)fd, (void)pages, 0;
	/* end of TODO 4 */
}

/* The pages from `address` on, at most PART_PAGES, by one read. 0, or -errno. */
static int translate(int pagemap, uintptr_t address, size_t nr, struct pagemap_entry *ret)
{
	uint64_t words[PART_PAGES];
	ssize_t size = read_at(pagemap, address / page_bytes * 8, words, nr * 8);

	if (size != (ssize_t)(nr * 8))
		return size < 0 ? (int)size : -ENODATA;
	for (size_t i = 0; i < nr; i++)
		decode(words[i], &ret[i]);
	return 0;
}

/*
 * Task 5. Count the pages from `start` to `end` that are present by their types: for each,
 * page_types_add() of its frame's flags, those of PAGE_TYPES_STABLE only. translate()
 * takes PART_PAGES pages at a time. If it or ask_frames() fails, return.
 */
static void count_types(
	int pagemap, uintptr_t start, uintptr_t end, struct page_types *types)
{
	/* TODO 5: write your code here. */
	(void)pagemap, (void)start, (void)end, (void)types;
	/* end of TODO 5 */
}

/* Reads that are fine and reads that are not: how many bytes, or which error. */
static void try_reads(int pagemap, const char *buffer)
{
	const uint64_t here = (uintptr_t)buffer / page_bytes * 8;
	const uint64_t end = BIT(48) / page_bytes * 8, odd = 1 + seed % 7;
	const uint64_t reads[][2] = {{8, here}, {8 * (1 + seed % 9), here},
		{8, here + odd}, {8 + odd, here}, {odd, here}, {24, end - 8},
		{128, end - 8 * odd}, {8, end}, {8, 0}};
	uint64_t words[16];

	for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++)
		printf("%zu bytes at 0x%" PRIx64 ": %zd\n", reads[i][0], reads[i][1],
			read_at(pagemap, reads[i][1], words, reads[i][0]));
	lab_checkpoint("read");
}

static void translate_buffer(int pagemap, const char *buffer)
{
	struct pagemap_entry pages[PART_PAGES] = {0}, ordinary[PART_PAGES] = {0};
	uint64_t counts[PART_PAGES];
	int own = open("/proc/self/pagemap", O_RDONLY); /* without privilege */

	translate(pagemap, (uintptr_t)buffer, nr_pages, pages);
	memset(counts, 1, nr_pages * sizeof(*counts)); /* no answer is 0 by luck */
	ask_frames(kpagecount, pages, nr_pages, counts);
	translate(own, (uintptr_t)buffer, nr_pages, ordinary);
	for (size_t i = 0; i < nr_pages; i++) {
		const struct pagemap_entry *p = &pages[i];

		printf("page %zu: %s, pfn 0x%" PRIx64 ", mapped %" PRIu64
		       ", file %d, exclusive %d, swap %u/0x%" PRIx64 "; ordinarily %s\n",
			i, state_of(p), p->pfn, counts[i], p->file_or_shmem, p->exclusive,
			p->swap_type, p->swap_offset, state_of(&ordinary[i]));
	}
	close(own);
	lab_checkpoint("translated");
}

static void count_huge(int pagemap, unsigned long kb, size_t nr)
{
	struct page_types types = {.nr = 0};
	char *memory, name[32];
	int error = lab_map_huge(kb, nr, &memory);

	if (error) {
		printf("huge pages of %lu kB: error %d\n", kb, -error);
		return;
	}
	count_types(
		pagemap, (uintptr_t)memory, (uintptr_t)memory + nr * kb * 1024, &types);
	snprintf(name, sizeof(name), "huge-%lu", kb);
	lab_region(name, memory, nr * kb * 1024);
	printf("huge pages of %lu kB: %zu heads, %zu tails\n", kb,
		page_types_count(&types, KPAGE_COMPOUND_HEAD),
		page_types_count(&types, KPAGE_COMPOUND_TAIL));
}

/* A child counts the pages of its parent, which stands still meanwhile. */
static void sum_up(int pagemap)
{
	struct page_types types = {.nr = 0};
	uintptr_t start, end;
	char path[64];
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/maps", getppid());
	maps = fopen(path, "r");
	while (maps && fscanf(maps, "%lx-%lx%*[^\n]", &start, &end) == 2)
		count_types(pagemap, start, end, &types);
	page_types_sort(&types);
	page_types_print(&types, stdout);
	lab_checkpoint("summed");
	exit(0);
}

int main(int argc, char **argv)
{
	size_t nr_huge = lab_size(argc, argv, 2, 100);
	int pagemap = lab_pagemap();
	char *buffer;

	nr_pages = lab_size(argc, argv, 1, 24);
	seed = lab_size(argc, argv, 3, 1);
	page_bytes = page_size_bytes();
	kpagecount = open("/proc/kpagecount", O_RDONLY);
	kpageflags = open("/proc/kpageflags", O_RDONLY);
	if (affinity_bind(4))
		affinity_bind(0);
	if (nr_pages > PART_PAGES || varied_map(nr_pages, seed, &buffer))
		return 1;
	lab_region("buffer", buffer, nr_pages * page_bytes);
	lab_checkpoint("mapped");
	try_reads(pagemap, buffer);
	translate_buffer(pagemap, buffer);
	for (size_t i = 0; i < sizeof(huge_kb) / sizeof(huge_kb[0]); i++)
		count_huge(pagemap, huge_kb[i], huge_kb[i] == USUAL_KB ? nr_huge : 1);
	lab_checkpoint("huge");
	if (fork() == 0)
		sum_up(pagemap);
	return wait(NULL) < 0;
}
