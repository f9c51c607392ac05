/* SPDX-License-Identifier: MIT */
/* Moves by move_pages(2); see check_put.h. */
#include "check_put.h"

#include <errno.h>
#include <numaif.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define MAX_PUT 1024

/* status[i]: the node of page i, or -errno. */
static int move(pid_t pid, uintptr_t from, size_t step_bytes, size_t nr, int node,
	int status[MAX_PUT])
{
	void *pages[MAX_PUT];
	int nodes[MAX_PUT];

	if (nr > MAX_PUT)
		return -E2BIG;
	for (size_t i = 0; i < nr; i++) {
		pages[i] = (void *)(from + i * step_bytes);
		nodes[i] = node;
		status[i] = -ENOENT;
	}
	/* A positive number: so many were not moved. */
	return move_pages(pid, nr, pages, nodes, status, MPOL_MF_MOVE) < 0 ? -errno : 0;
}

int put_region(const struct stage_region *region, size_t first, size_t nr, int node,
	bool *ret_is_put)
{
	size_t page_bytes = page_size_bytes();
	int status[MAX_PUT];
	int err = move(region->pid, region->address + first * page_bytes, 2 * page_bytes,
		nr, node, status);

	for (size_t i = 0; !err && i < nr; i++) {
		if (status[i] == node)
			ret_is_put[first + 2 * i] = true;
	}
	return err;
}

int put_own(size_t nr, int other, int node)
{
	size_t page_bytes = page_size_bytes(), length_bytes = nr * page_bytes;
	int status[MAX_PUT], err;
	char *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return -errno;
	memset(memory, 1, length_bytes);
	err = move(0, (uintptr_t)memory, page_bytes, nr, other, status);
	if (!err)
		err = move(0, (uintptr_t)memory, page_bytes, nr, node, status);
	munmap(memory, length_bytes);
	return err;
}
