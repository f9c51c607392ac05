/* SPDX-License-Identifier: MIT */
/*
 * Lab 08 on real hardware: how long a walk over a matrix takes, column by column, with the
 * matrix on the node of the CPU that walks, and on another one.
 *
 *	./native [SIDE [RUNS]]
 *
 * The matrix is of words of 64 bits, and lies row by row: each step of a walk down a
 * column comes to another page, where neither caches nor the hardware's foresight help much.
 */
#include <numa.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab.h"
#include "timing.h"

struct matrix {
	size_t side;
	uint64_t *words;
	uint64_t sum; /* so that the walk is for something */
};

static void walk(void *arg)
{
	struct matrix *matrix = arg;
	uint64_t sum = 0;

	for (size_t column = 0; column < matrix->side; column++)
		for (size_t row = 0; row < matrix->side; row++)
			sum += matrix->words[row * matrix->side + column];
	*(volatile uint64_t *)&matrix->sum = sum;
}

/* A node with memory, and with CPUs if `with_cpus`, but not this one; or -1. */
static int find_node(bool with_cpus, int but)
{
	struct bitmask *cpus = numa_allocate_cpumask();

	for (int node = 0; node <= numa_max_node(); node++) {
		if (node == but || !numa_bitmask_isbitset(numa_all_nodes_ptr, node))
			continue;
		if (!with_cpus ||
			(!numa_node_to_cpus(node, cpus) && numa_bitmask_weight(cpus) > 0))
			return node;
	}
	return -1;
}

static int make(struct matrix *ret, size_t side, int node)
{
	size_t size_bytes = side * side * sizeof(uint64_t);

	numa_set_bind_policy(1);
	ret->side = side;
	ret->words = numa_alloc_onnode(size_bytes, node);
	if (!ret->words)
		return -1;
	memset(ret->words, 1, size_bytes);
	return 0;
}

static void warn_of_cache(size_t side)
{
	long cache_bytes = sysconf(_SC_LEVEL3_CACHE_SIZE);

	if (cache_bytes > 0 && side * side * sizeof(uint64_t) < (size_t)cache_bytes * 2)
		printf("The last cache has %ld MiB, so that much of the matrix may be in "
		       "it: "
		       "a larger\nSIDE shows more of the memory.\n",
			cache_bytes >> 20);
}

int main(int argc, char **argv)
{
	struct timing near = {.name = "local"}, far = {.name = "remote"};
	size_t side = (size_t)lab_size(argc, argv, 1, 2000);
	int nr_runs = (int)lab_size(argc, argv, 2, 7);
	int home = -1, away = -1;
	struct matrix local, remote;

	if (numa_available() >= 0) {
		home = find_node(true, -1);
		away = find_node(false, home);
	}
	if (home < 0 || away < 0) {
		puts("Skipped: local against remote memory takes two nodes with memory, "
		     "and "
		     "here is one.");
		return 0;
	}
	if (numa_run_on_node(home) || make(&local, side, home) ||
		make(&remote, side, away)) {
		fprintf(stderr, "no room for both matrices\n");
		return 1;
	}
	printf("%zu x %zu words, column by column, from node %d; local: node %d, remote: "
	       "node %d\n",
		side, side, home, home, away);
	timing_is_emulated(stdout, NULL);
	warn_of_cache(side);
	walk(&local);
	for (int run = 0; run < nr_runs; run++) {
		timing_add(&near, timing_ms(walk, &local));
		timing_add(&far, timing_ms(walk, &remote));
	}
	timing_print(stdout, &near);
	timing_print(stdout, &far);
	timing_compare(stdout, &near, &far);
	return 0;
}
