/* SPDX-License-Identifier: MIT */
/*
 * Lab @NN@: when does a page get its frame? Maps memory, writes to it, and counts the pages that
 * have a frame.
 *
 *	./exercise PAGES
 */
#include <stdio.h>
#include <unistd.h>

#include "lab.h"

static size_t nr_pages, page_bytes;

// tag::task-1[]
/* Task 1. Write the number 1 to the first byte of every page. */
static void write_pages(char *buffer)
// end::task-1[]
{
	// tag::todo-1[] stub: (void)buffer;
	for (size_t i = 0; i < nr_pages; i++)
		buffer[i * page_bytes] = 1;
	// end::todo-1[]
}

// tag::task-2[]
/* Task 2. How many pages of the buffer have a frame? lab_pagemap() and pagemap_pfns() know. */
static long count_frames(char *buffer)
// end::task-2[]
{
	// tag::todo-2[] stub: return (void)buffer, -1;
	uint64_t pfns[nr_pages];
	int fd = lab_pagemap();
	long nr = 0;

	if (fd < 0 || pagemap_pfns(fd, buffer, nr_pages, pfns))
		return -1;
	close(fd);
	// tag::count[]
	for (size_t i = 0; i < nr_pages; i++)
		nr += pfns[i] != 0;
	// end::count[]
	return nr;
	// end::todo-2[]
}

int main(int argc, char **argv)
{
	char *buffer;

	nr_pages = lab_size(argc, argv, 1, 64);
	page_bytes = page_size_bytes();
	if (lab_map(nr_pages * page_bytes, &buffer))
		return 1;
	lab_region("buffer", buffer, nr_pages * page_bytes);
	lab_checkpoint("mapped");
	write_pages(buffer);
	lab_checkpoint("written");
	printf("%ld of %zu pages have a frame\n", count_frames(buffer), nr_pages);
	return 0;
}
