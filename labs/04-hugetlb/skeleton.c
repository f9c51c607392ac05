/* SPDX-License-Identifier: MIT */
/*
 * Lab 04: memory in huge pages that were set aside for it: pools of them, for each size and
 * on each node.
 *
 *	./exercise PAGES ON_NODE LEFT SMALL
 *
 * The machine was started with a pool. The program takes PAGES of it, gives them back,
 * empties the pool, makes one of ON_NODE pages on node 1, lets the kernel shrink it to LEFT,
 * takes SMALL pages of another size, and leaves two in a file.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lab.h"

#define ALL_NODES HUGEPAGES_ALL_NODES
#define FILE_PAGES 2
#define FILE_PATH HUGEPAGES_MOUNT "/pages"
/* More than any node of the machine has. */
#define TOO_MANY 100000

/* The size of huge page that MAP_HUGETLB means by itself. */
static size_t huge_bytes;

/* Writes one byte into each page. */
static void touch(char *memory, size_t length_bytes, size_t page_bytes)
{
	for (size_t i = 0; i < length_bytes; i += page_bytes)
		memory[i] = 1;
}

/* n, of a size that is 2 to the power of n. */
static int log2_of(size_t bytes)
{
	return __builtin_ctzl(bytes);
}

/*
 * Task 1. Map `length_bytes` bytes in huge pages of `page_bytes` each: mmap(2)
 * with MAP_HUGETLB. It takes the size as a power of two, log2_of(page_bytes),
 * in the bits from MAP_HUGE_SHIFT on. Private anonymous memory, to read and
 * write. Return its address, or NULL if the kernel refuses (errno says why).
 */
static char *map_huge(size_t length_bytes, size_t page_bytes)
{
	/* TODO 1: write your code here. */
	return (void)length_bytes, (void)page_bytes, (void)log2_of, NULL;
	/* end of TODO 1 */
}

/*
 * Task 2. Make the pool of pages of `page_bytes` on `node` (or ALL_NODES) have
 * `nr_pages` pages: hugepages_write(). The kernel gives what it can, and calls
 * that success: return how many pages the pool really has then, by
 * hugepages_read(), as pool_of() below does.
 */
static uint64_t resize_pool(size_t page_bytes, int node, uint64_t nr_pages)
{
	/* TODO 2: write your code here. */
	return (void)page_bytes, (void)node, (void)nr_pages, 0;
	/* end of TODO 2 */
}

/*
 * Task 3. Make the pool of the default size (huge_bytes) have `nr_pages` pages
 * on node 1, and none on node 0. There may be some on both. At no time ask for
 * more than that: others need memory, too.
 */
static void fill_node_1(uint64_t nr_pages)
{
	/* TODO 3: write your code here. */
	(void)nr_pages;
	/* end of TODO 3 */
}

/* Task 4. Return the smallest size of huge pages here: hugepages_sizes(). */
static size_t smallest_size(void)
{
	/* TODO 4: write your code here. */
	return huge_bytes;
	/* end of TODO 4 */
}

/*
 * Task 5. Make the file `path` (open(2), O_CREAT, to read and write), map
 * `length_bytes` of it shared, and write one byte into each huge page. Then
 * unmap it and close it, and leave the file. What is on a hugetlbfs needs no
 * MAP_HUGETLB, and no ftruncate(2): to map it makes it long enough.
 */
static void leave_file(const char *path, size_t length_bytes)
{
	/* TODO 5: write your code here. */
	(void)path, (void)length_bytes;
	/* end of TODO 5 */
}

static struct hugepages pool_of(size_t page_bytes, int node)
{
	struct hugepages pool = {0};

	hugepages_read(page_bytes, node, &pool);
	return pool;
}

static void tell_pool(const char *when, struct hugepages pool)
{
	printf("%s: %" PRIu64 " reserved, %" PRIu64 " free of %" PRIu64 "\n", when,
		pool.reserved, pool.free, pool.nr);
}

static void tell_nodes(const char *when)
{
	printf("%s: %" PRIu64 " on node 0, %" PRIu64 " on node 1\n", when,
		pool_of(huge_bytes, 0).nr, pool_of(huge_bytes, 1).nr);
}

static void use_the_pool(size_t nr_pages)
{
	size_t length_bytes = nr_pages * huge_bytes;
	char *buffer = map_huge(length_bytes, huge_bytes);

	lab_region("buffer", buffer, length_bytes);
	tell_pool("mapped", pool_of(huge_bytes, ALL_NODES));
	lab_checkpoint("mapped");
	if (buffer)
		touch(buffer, length_bytes, huge_bytes);
	tell_pool("touched", pool_of(huge_bytes, ALL_NODES));
	lab_checkpoint("touched");
	if (buffer)
		munmap(buffer, length_bytes);
}

static void empty_the_pool(void)
{
	uint64_t nr = resize_pool(huge_bytes, ALL_NODES, 0);
	char *memory = map_huge(huge_bytes, huge_bytes);

	printf("the pool has %" PRIu64 " pages, and a mapping gets: %s\n", nr,
		memory ? "memory" : strerror(errno));
	lab_checkpoint("emptied");
}

static void use_the_nodes(size_t nr_on_node, size_t nr_left)
{
	resize_pool(huge_bytes, ALL_NODES, nr_on_node);
	tell_nodes("asked of all");
	fill_node_1(nr_on_node);
	tell_nodes("asked of node 1");
	lab_checkpoint("one-node");
	resize_pool(huge_bytes, ALL_NODES, nr_left);
	tell_nodes("fewer on all");
	lab_checkpoint("fewer");
	printf("asked node 1 for %d, got %" PRIu64 "\n", TOO_MANY,
		resize_pool(huge_bytes, 1, TOO_MANY));
	lab_checkpoint("greedy");
	resize_pool(huge_bytes, ALL_NODES, 0);
}

static void use_another_size(size_t nr_pages)
{
	size_t page_bytes = smallest_size(), length_bytes = nr_pages * page_bytes;
	char *memory;

	resize_pool(page_bytes, ALL_NODES, nr_pages);
	memory = map_huge(length_bytes, page_bytes);
	lab_region("small", memory, length_bytes);
	if (memory)
		touch(memory, length_bytes, page_bytes);
	printf("pages of %zu kB, ", page_bytes / 1024);
	tell_pool("touched", pool_of(page_bytes, ALL_NODES));
	lab_checkpoint("small");
	if (memory)
		munmap(memory, length_bytes);
	resize_pool(page_bytes, ALL_NODES, 0);
}

static void use_a_file(void)
{
	resize_pool(huge_bytes, ALL_NODES, FILE_PAGES);
	leave_file(FILE_PATH, FILE_PAGES * huge_bytes);
	tell_pool("the file is closed", pool_of(huge_bytes, ALL_NODES));
	lab_checkpoint("closed");
	unlink(FILE_PATH);
	tell_pool("the file is removed", pool_of(huge_bytes, ALL_NODES));
}

int main(int argc, char **argv)
{
	uint64_t before[2];

	if (hugepages_default(&huge_bytes)) {
		fprintf(stderr, "this kernel has no huge pages\n");
		return 1;
	}
	for (int node = 0; node < 2; node++)
		before[node] = pool_of(huge_bytes, node).nr;
	use_the_pool(lab_size(argc, argv, 1, 10));
	empty_the_pool();
	use_the_nodes(lab_size(argc, argv, 2, 16), lab_size(argc, argv, 3, 8));
	use_another_size(lab_size(argc, argv, 4, 20));
	use_a_file();
	for (int node = 0; node < 2; node++)
		resize_pool(huge_bytes, node, before[node]);
	tell_nodes("in the end");
	lab_checkpoint("end");
	return 0;
}
