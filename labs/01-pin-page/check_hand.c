/* SPDX-License-Identifier: MIT */
/* The checker's own hand in the program's memory; see check_hand.h. */
#include "check_hand.h"

#include <errno.h>
#include <fcntl.h>
#include <numaif.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_act.h"

static int open_of(pid_t pid, const char *file)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* What a thread may well write, 0 and 1, is no mark. */
#define MIN_MARK 2
#define NR_MARKS 254

static int put(
	int fd, const struct stage_region *region, size_t i, const void *bytes, size_t nr)
{
	off_t at = (off_t)(region->address + i * page_size_bytes());

	if (pwrite(fd, bytes, nr, at) == (ssize_t)nr)
		return 0;
	return errno == EIO ? -ENODATA : -errno;
}

int hand_mark(const struct stage_region *region, size_t nr, unsigned char byte)
{
	size_t page_bytes = page_size_bytes();
	unsigned char *page = malloc(page_bytes);
	int fd = open_of(region->pid, "mem"), err = page ? 0 : -ENOMEM;

	if (fd < 0) {
		free(page);
		return fd;
	}
	for (size_t i = 0; !err && i < nr; i++) {
		memset(page, MIN_MARK + (byte + i) % NR_MARKS, page_bytes);
		err = put(fd, region, i, page, page_bytes);
	}
	close(fd);
	free(page);
	return err;
}

static int put_zeros(const struct stage_region *region, size_t nr)
{
	int err = 0, fd = open_of(region->pid, "mem");

	if (fd < 0)
		return fd;
	for (size_t i = 0; !err && i < nr; i++)
		err = put(fd, region, i, "", 1);
	close(fd);
	return err;
}

/* A page that is made for another process comes from the node of who makes it. */
int hand_touch(const struct stage_region *region, size_t nr, int node)
{
	unsigned long nodes = 1UL << node;
	int err;

	if (set_mempolicy(MPOL_BIND, &nodes, 64))
		return -errno;
	err = put_zeros(region, nr);
	return set_mempolicy(MPOL_DEFAULT, NULL, 0) && !err ? -errno : err;
}

int hand_read(const struct stage_region *region, size_t first, size_t nr)
{
	size_t page_bytes = page_size_bytes();
	char *memory = malloc(nr * page_bytes);
	int err = memory ? view_peek(region, first * page_bytes, memory, nr * page_bytes)
			 : -ENOMEM;

	free(memory);
	return err;
}

int hand_sum(const struct stage_region *region, size_t nr, uint64_t *ret_sums)
{
	size_t nr_words = page_size_bytes() / sizeof(uint64_t);
	uint64_t *words = calloc(nr, page_size_bytes());
	int err = words ? view_peek(region, 0, words, nr * page_size_bytes()) : -ENOMEM;

	for (size_t i = 0; !err && i < nr; i++) {
		ret_sums[i] = 0;
		for (size_t k = 0; k < nr_words; k++)
			ret_sums[i] += words[i * nr_words + k];
	}
	free(words);
	return err;
}

int hand_balance(bool on)
{
	return kfile_put("/proc/sys/kernel/numa_balancing", on ? "1" : "0");
}

int hand_age(pid_t pid)
{
	int err, fd = open_of(pid, "clear_refs");

	if (fd < 0)
		return fd;
	err = write(fd, "1", 1) == 1 ? 0 : -errno;
	close(fd);
	return err;
}

int hand_move(const struct stage_region *region, size_t nr, int node, int *ret_states)
{
	void **pages = calloc(nr, sizeof(*pages));
	int *nodes = calloc(nr, sizeof(*nodes));
	int err = pages && nodes ? 0 : -ENOMEM;

	for (size_t i = 0; !err && i < nr; i++) {
		pages[i] = (void *)(region->address + i * page_size_bytes());
		nodes[i] = node;
	}
	if (!err &&
		move_pages(region->pid, nr, pages, nodes, ret_states, MPOL_MF_MOVE) < 0)
		err = errno == ESRCH ? -ENODATA : -errno;
	free(pages);
	free(nodes);
	return err;
}
