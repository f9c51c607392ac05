/* SPDX-License-Identifier: MIT */
/* Moves by move_pages(2); see check_put.h. */
#include "check_put.h"

#include <errno.h>
#include <numaif.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>

#define MAX_PUT 128
/* A huge page: 512 pages for the counter, and no more work than some. */
#define BLOCK_BYTES ((uintptr_t)2 << 20)

/* status[i]: the node of page i, or -errno. A positive number of move_pages() were not moved. */
static int move(pid_t pid, void *const pages[], size_t nr, int node, int status[MAX_PUT])
{
	int nodes[MAX_PUT];

	for (size_t i = 0; i < nr; i++) {
		nodes[i] = node;
		status[i] = -ENOENT;
	}
	return move_pages(pid, nr, (void **)pages, nodes, status, MPOL_MF_MOVE) < 0
		       ? -errno
		       : 0;
}

int put_region(const struct stage_region *region, size_t first, size_t nr, int node,
	bool *ret_is_put)
{
	int status[MAX_PUT], err;
	void *pages[MAX_PUT] = {NULL};

	if (nr > MAX_PUT)
		return -E2BIG;
	for (size_t i = 0; i < nr; i++)
		pages[i] =
			(void *)(region->address + (first + 2 * i) * page_size_bytes());
	err = move(region->pid, pages, nr, node, status);
	for (size_t i = 0; !err && i < nr; i++) {
		if (status[i] >= 0)
			ret_is_put[first + 2 * i] = status[i] == AWAY;
	}
	return err;
}

int put_number(const struct stage_region *region, size_t page, uint64_t number)
{
	struct iovec here = {.iov_base = &number, .iov_len = sizeof(number)};
	struct iovec there = {
		.iov_base = (void *)(region->address + page * page_size_bytes()),
		.iov_len = sizeof(number)};

	return process_vm_writev(region->pid, &here, 1, &there, 1, 0) < 0 ? -errno : 0;
}

/* A huge page, if there is one, and the small ones behind it, all made on the node `from`. */
static int fill(char *block, size_t nr, int from, void *pages[MAX_PUT])
{
	unsigned long mask = 1UL << from;

	if (madvise(block, BLOCK_BYTES, MADV_HUGEPAGE) && errno != EINVAL)
		return -errno;
	if (mbind(block, BLOCK_BYTES + nr * page_size_bytes(), MPOL_BIND, &mask,
		    sizeof(mask) * 8, 0))
		return -errno;
	pages[0] = block;
	for (size_t i = 0; i < nr; i++)
		pages[1 + i] = block + BLOCK_BYTES + i * page_size_bytes();
	for (size_t i = 0; i <= nr; i++)
		*(char *)pages[i] = 1;
	return 0;
}

/* By one call: each waits for all CPUs. */
int put_own(size_t nr, int from, int node)
{
	size_t length_bytes = 2 * BLOCK_BYTES + nr * page_size_bytes();
	int status[MAX_PUT], err;
	void *pages[MAX_PUT] = {NULL};
	char *memory;

	if (nr >= MAX_PUT)
		return -E2BIG;
	memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return -errno;
	err = fill((char *)(((uintptr_t)memory + BLOCK_BYTES - 1) & -BLOCK_BYTES), nr,
		from, pages);
	if (!err)
		err = move(0, pages, 1 + nr, node, status);
	munmap(memory, length_bytes);
	return err;
}
