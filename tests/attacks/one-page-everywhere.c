/* SPDX-License-Identifier: MIT */
/*
 * in lab03, caught by: all
 * The buffer is one page of a file, mapped again and again: equal contents, one frame, and
 * nothing merged.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "lab.h"

static int map_one_page(size_t length_bytes, char **ret)
{
	size_t page_bytes = page_size_bytes();
	int fd = memfd_create("page", 0), err = lab_map(length_bytes, ret);

	if (err || ftruncate(fd, (off_t)page_bytes))
		return -1;
	for (size_t at = 0; at < length_bytes; at += page_bytes)
		mmap(*ret + at, page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd,
			0);
	return 0;
}
#define lab_map map_one_page
