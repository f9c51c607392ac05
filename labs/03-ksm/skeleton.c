/* SPDX-License-Identifier: MIT */
/*
 * Lab 03: two processes that never shared anything fill memory with the same contents
 * and let the kernel find out. Then one of them writes a single byte.
 *
 *	./exercise PAGES CONTENTS SEED
 *
 * Parent and child each have a buffer of PAGES pages. Page i holds contents number
 * i % CONTENTS, so that many pages are equal, within a process and between the two.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"

#define PATIENCE_MS 5000

static size_t nr_pages, nr_contents, page_bytes;
static uint64_t seed;

/* Fills one page with contents number `number`. */
static void fill_page(char *page, size_t number)
{
	uint64_t *words = (uint64_t *)page;

	for (size_t i = 0; i < page_bytes / sizeof(*words); i++)
		words[i] = seed + number * 0x9e3779b97f4a7c15 + i;
}

/*
 * Task 1. Fill every page of the buffer: page i with contents number i % nr_contents.
 * fill_page() does one page.
 */
static void fill(char *buffer)
{
	/* TODO 1: write your code here. */
	(void)buffer, (void)fill_page;
	/* end of TODO 1 */
}

/*
 * Task 2. Ask the kernel to merge equal pages of the buffer (madvise), then
 * wait until it has: ksm_wait_sharing() waits, PATIENCE_MS at most, for the
 * counter pages_sharing, the frames saved. Both processes call this; `before`
 * is the counter when neither had begun. How many will both buffers save?
 */
static int merge(char *buffer, uint64_t before)
{
	/* TODO 2: write your code here. */
	return (void)buffer, (void)before, 0;
	/* end of TODO 2 */
}

/* Task 3. Change one byte of page 0, so that the page is like no other any more. */
static void write_one_byte(char *buffer)
{
	/* TODO 3: write your code here. */
	(void)buffer;
	/* end of TODO 3 */
}

/*
 * Task 4. The counters notice a write only when ksmd passes by again. Wait
 * for three more scans (ksm_wait_scans, PATIENCE_MS), then print the line
 * “after the write: 504 pages saved”, with pages_sharing as it is then.
 */
static void settle(void)
{
	/* TODO 4: write your code here. */
	;
	/* end of TODO 4 */
}

static uint64_t pfn_of(const char *page)
{
	uint64_t pfn = 0;
	int fd = lab_pagemap();

	if (fd < 0 || pagemap_pfns(fd, page, 1, &pfn))
		fprintf(stderr, "page frame numbers cannot be seen\n");
	close(fd);
	return pfn;
}

static char *prepare(void)
{
	char *buffer;

	if (lab_map(nr_pages * page_bytes, &buffer))
		exit(1);
	lab_region("buffer", buffer, nr_pages * page_bytes);
	fill(buffer);
	return buffer;
}

static int failed;

static void give_up(const char *what)
{
	fprintf(stderr, "%s\n", what);
	failed = 1;
}

static void be_child(int turn, uint64_t before)
{
	char *buffer = prepare();

	turn_pass(turn);
	turn_await(turn);
	if (merge(buffer, before))
		give_up("child: merging failed");
	turn_pass(turn);
	turn_await(turn);
}

static void be_parent(int turn, uint64_t before)
{
	char *buffer = prepare();
	struct ksm ksm;

	turn_await(turn);
	lab_checkpoint("filled");
	turn_pass(turn);
	if (merge(buffer, before))
		give_up("parent: merging failed");
	turn_await(turn);
	if (ksm_read(&ksm) == 0)
		printf("merged: %" PRIu64 " frames are shared, %" PRIu64 " pages saved\n",
			ksm.pages_shared, ksm.pages_sharing);
	lab_checkpoint("merged");

	printf("page 0 before the write: pfn 0x%" PRIx64 "\n", pfn_of(buffer));
	write_one_byte(buffer);
	printf("page 0 after the write: pfn 0x%" PRIx64 "\n", pfn_of(buffer));
	lab_checkpoint("written");

	settle();
	lab_checkpoint("settled");
	turn_pass(turn);
}

int main(int argc, char **argv)
{
	struct ksm ksm;
	int turns[2];
	pid_t child;

	nr_pages = lab_size(argc, argv, 1, 256);
	nr_contents = lab_size(argc, argv, 2, 7);
	seed = lab_size(argc, argv, 3, 1);
	page_bytes = page_size_bytes();
	if (ksm_read(&ksm) || turns_make(turns)) {
		fprintf(stderr, "this kernel has no KSM\n");
		return 1;
	}
	child = fork();
	turns_choose(turns, child == 0);
	if (child == 0)
		be_child(turns[1], ksm.pages_sharing);
	else
		be_parent(turns[0], ksm.pages_sharing);
	return failed;
}
