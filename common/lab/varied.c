/* SPDX-License-Identifier: MIT */
/* varied: see varied.h. */
#include "varied.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "map.h"
#include "common/kernel/page.h"

/* splitmix64 */
static uint64_t mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

enum varied_kind varied_kind(uint64_t seed, size_t page)
{
	if (page < VARIED_NR_KINDS)
		return (seed + page) % VARIED_NR_KINDS;
	if (page < 2 * VARIED_NR_KINDS)
		return (seed / VARIED_NR_KINDS + 3 * page) % VARIED_NR_KINDS;
	return mix(seed + page) % VARIED_NR_KINDS;
}

/* What lies behind the page: anonymous memory if `fd` is -1. */
static int back(char *page, int fd, int flags)
{
	void *at = mmap(page, page_size_bytes(), PROT_READ | PROT_WRITE,
		flags | (page ? MAP_FIXED : 0), fd, 0);

	if (at == MAP_FAILED)
		return -errno;
	if (!page)
		*(volatile char *)at = 1;
	return 0;
}

static int make(char *page, enum varied_kind kind, int file, int shared)
{
	int error = 0;

	if (kind == VARIED_FILE || kind == VARIED_FILE_COPY)
		error = back(page, file, MAP_PRIVATE);
	if (kind == VARIED_SHARED)
		error = back(page, shared, MAP_SHARED);
	if (error)
		return error;
	if (kind == VARIED_HOLE)
		return munmap(page, page_size_bytes()) ? -errno : 0;
	if (kind == VARIED_READ || kind == VARIED_FILE)
		(void)*(volatile char *)page;
	else if (kind != VARIED_UNTOUCHED)
		*(volatile char *)page = 1;
	/* Without a swap area the page stays: that is for the program to see. */
	if (kind == VARIED_SWAPPED)
		madvise(page, page_size_bytes(), MADV_PAGEOUT);
	return 0;
}

static int make_all(char *buffer, size_t nr_pages, uint64_t seed, int file, int shared)
{
	int error = 0;

	if (file < 0 || shared < 0 || ftruncate(shared, (off_t)page_size_bytes()))
		return -errno;
	for (int i = 0; i < 2 && !error; i++)
		error = back(NULL, shared, MAP_SHARED);
	for (size_t i = 0; i < nr_pages && !error; i++)
		error = make(buffer + i * page_size_bytes(), varied_kind(seed, i), file,
			shared);
	return error;
}

int varied_map(size_t nr_pages, uint64_t seed, char **ret)
{
	char *buffer;
	int file, shared, error = lab_map(nr_pages * page_size_bytes(), &buffer);

	if (error)
		return error;
	file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	shared = memfd_create("varied", MFD_CLOEXEC);
	error = make_all(buffer, nr_pages, seed, file, shared);
	if (file >= 0)
		close(file);
	if (shared >= 0)
		close(shared);
	if (error)
		lab_unmap(buffer, nr_pages * page_size_bytes());
	else
		*ret = buffer;
	return error;
}
