/* SPDX-License-Identifier: MIT */
/*
 * Lab 02: after fork() parent and child share every page, until one of them writes.
 *
 *	./exercise PAGES SEED
 *
 * The buffer has PAGES pages, each stamped with a number of its own. The parent writes 10
 * into each and forks; the child writes 20 into each, and then the parent writes 30.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lab.h"

static size_t nr_pages, page_bytes;

/* A number in each page that must be in every copy of it, behind the byte that changes. */
static void stamp_pages(char *buffer, uint64_t seed)
{
	for (size_t i = 0; i < nr_pages; i++)
		((uint64_t *)(buffer + i * page_bytes))[1] = seed + i;
}

/* Task 1. Write `value` into the first byte of each page of the buffer. */
static void write_pages(char *buffer, char value)
{
	/* TODO 1: write your code here. */
	(void)buffer, (void)value;
	/* end of TODO 1 */
}

/* Task 2. Make a child process: fork(2). Its result is this function's result. Do not wait for
 * the child: the two take turns. */
static pid_t make_child(void)
{
	/* TODO 2: write your code here. */
	return -1;
	/* end of TODO 2 */
}

/*
 * Task 3. Write `value` into each page, by write_pages(), and return how many
 * minor faults that took. faults_self() counts those of this process so far.
 */
static uint64_t count_write_faults(char *buffer, char value)
{
	/* TODO 3: write your code here. */
	return (void)buffer, (void)value, (void)write_pages, 0;
	/* end of TODO 3 */
}

/*
 * Task 4. Count the pages whose frame is another one than before. A page's
 * PFN now is in `now`, what it was is in `before`.
 */
static size_t count_new_frames(const uint64_t *before, const uint64_t *now)
{
	/* TODO 4: write your code here. */
	return (void)before, (void)now, 0;
	/* end of TODO 4 */
}

static uint64_t *read_pfns(const char *buffer)
{
	uint64_t *pfns = calloc(nr_pages, sizeof(*pfns));
	int fd = lab_pagemap();

	if (!pfns || fd < 0 || pagemap_pfns(fd, buffer, nr_pages, pfns))
		fprintf(stderr, "page frame numbers cannot be seen\n");
	if (fd >= 0)
		close(fd);
	return pfns;
}

/* Nothing here may touch the buffer between fork() and the write. */
static void write_and_tell(const char *who, char *buffer, char value)
{
	uint64_t *before = read_pfns(buffer), *now, faults;

	if (!before)
		exit(1);
	faults = count_write_faults(buffer, value);
	now = read_pfns(buffer);
	if (!now)
		exit(1);
	printf("%s wrote %d: %" PRIu64 " faults, %zu new frames\n", who, value, faults,
		count_new_frames(before, now));
	free(before);
	free(now);
}

static void be_child(char *buffer, int turn)
{
	lab_region("buffer", buffer, nr_pages * page_bytes);
	lab_checkpoint("forked");
	write_and_tell("the child", buffer, 20);
	lab_checkpoint("child-wrote");
	turn_pass(turn);
	turn_await(turn);
}

static void be_parent(char *buffer, int turn)
{
	turn_await(turn);
	write_and_tell("the parent", buffer, 30);
	lab_checkpoint("parent-wrote");
	turn_pass(turn);
}

int main(int argc, char **argv)
{
	char *buffer;
	int turns[2];
	pid_t child;

	nr_pages = lab_size(argc, argv, 1, 256);
	page_bytes = page_size_bytes();
	if (lab_map(nr_pages * page_bytes, &buffer))
		return 1;
	if (turns_make(turns))
		return 1;
	/* Pages that were just touched stay with their CPU for a while, which counts as a
	 * use of them. Parent and child stay there too, so that nobody else has a claim. */
	affinity_bind(0);
	lab_region("buffer", buffer, nr_pages * page_bytes);
	stamp_pages(buffer, lab_size(argc, argv, 2, 1));
	write_pages(buffer, 10);
	lab_checkpoint("filled");

	child = make_child();
	if (child < 0) {
		fprintf(stderr, "there is no child\n");
		return 1;
	}
	turns_choose(turns, child == 0);
	if (child == 0)
		be_child(buffer, turns[1]);
	else
		be_parent(buffer, turns[0]);
	return 0;
}
