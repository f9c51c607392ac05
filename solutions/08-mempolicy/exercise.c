/* SPDX-License-Identifier: MIT */
/*
 * Lab 08: asks for memory on a node: for a thread, for a range of addresses, for pages
 * that are there already, and for a thread together with its CPUs.
 *
 *	./exercise PAGES CPU
 *
 * The program runs on CPU. The node of that CPU is `home`, the other one is `away`.
 */
#include <errno.h>
#include <numa.h>
#include <numaif.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lab.h"

static size_t nr_pages, page_bytes;
static int home, away;
static pthread_barrier_t meet;

/* The set of nodes that has this one in it. */
static struct bitmask *only(int node)
{
	return numa_bitmask_setbit(numa_allocate_nodemask(), node);
}

// tag::task-1[]
/* Task 1. Give the calling thread the policy `mode` for these nodes: set_mempolicy(2)
 * wants nodes->maskp and nodes->size + 1. 0, or -errno. */
static int set_policy(int mode, const struct bitmask *nodes)
// end::task-1[]
{
	// tag::todo-1[] stub: return (void)mode, (void)nodes, -ENOSYS;
	return set_mempolicy(mode, nodes->maskp, nodes->size + 1) ? -errno : 0;
	// end::todo-1[]
}

// tag::task-2[]
/*
 * Task 2. Bind the nr_pages pages at `range` to `node`, whatever the thread's policy says:
 * mbind(2) with MPOL_BIND. Pages that are there already move, if `flags` says so:
 * it is mbind's last argument. 0, or -errno.
 */
static int bind_range(char *range, int node, unsigned flags)
// end::task-2[]
{
	// tag::todo-2[] stub: return (void)range, (void)node, (void)flags, -ENOSYS;
	struct bitmask *nodes = only(node);
	long failed = mbind(range, nr_pages * page_bytes, MPOL_BIND, nodes->maskp,
		nodes->size + 1, flags);

	return failed ? -errno : 0;
	// end::todo-2[]
}

// tag::task-3[]
/*
 * Task 3. Bind the calling thread to `nodes`, of which some may not exist, and ask which
 * ones are in force: get_mempolicy(2) writes them to ret->maskp. If the kernel refuses,
 * change nothing. 0, or -errno.
 */
static int bind_and_ask(const struct bitmask *nodes, struct bitmask *ret)
// end::task-3[]
{
	// tag::todo-3[] stub: return (void)nodes, (void)ret, -ENOSYS;
	int error = set_policy(MPOL_BIND, nodes);

	if (error)
		return error;
	return get_mempolicy(NULL, ret->maskp, ret->size + 1, NULL, 0) ? -errno : 0;
	// end::todo-3[]
}

// tag::task-4[]
/*
 * Task 4. The host policy: from now on the calling thread, and what it makes later, runs
 * on all CPUs of `node` and is bound to its memory. numa_node_to_cpus() knows the CPUs,
 * numa_sched_setaffinity() sets them: see numa(3). 0, or -errno.
 */
static int host_policy(int node)
// end::task-4[]
{
	// tag::todo-4[] stub: return (void)node, -ENOSYS;
	struct bitmask *cpus = numa_allocate_cpumask();

	if (numa_node_to_cpus(node, cpus) || numa_sched_setaffinity(0, cpus))
		return -errno;
	return set_policy(MPOL_BIND, only(node));
	// end::todo-4[]
}

// tag::task-5[]
/* Task 5. On which node is this page? Ask get_mempolicy(2) with MPOL_F_NODE and
 * MPOL_F_ADDR. The node, or -errno. */
static int node_of_page(char *page)
// end::task-5[]
{
	// tag::todo-5[] stub: return (void)page, -ENOSYS;
	unsigned flags = MPOL_F_NODE | MPOL_F_ADDR;
	int node;

	return get_mempolicy(&node, NULL, 0, page, flags) ? -errno : node;
	// end::todo-5[]
}

static char *map_region(const char *name)
{
	char *memory;

	if (lab_map(nr_pages * page_bytes, &memory))
		exit(1);
	lab_region(name, memory, nr_pages * page_bytes);
	return memory;
}

/* Each write is of another number, so that no page is like one written before. */
static void write_pages(char *memory, size_t from, size_t to)
{
	static _Atomic unsigned long number;

	for (size_t i = from; i < to; i++)
		*(unsigned long *)(memory + i * page_bytes) = ++number;
}

// tag::tell[]
static void tell(const char *name, char *memory)
{
	size_t nr_on[2] = {0, 0};

	for (size_t i = 0; i < nr_pages; i++) {
		int node = node_of_page(memory + i * page_bytes);

		if (node == 0 || node == 1)
			nr_on[node]++;
	}
	printf("%s: %zu pages on node 0, %zu on node 1\n", name, nr_on[0], nr_on[1]);
}
// end::tell[]

// tag::policies[]
/* The second half is written on a CPU of the other node. */
static void try_policy(const char *name, int mode, const struct bitmask *nodes, int cpu)
{
	char *memory = map_region(name);

	set_policy(mode, nodes);
	write_pages(memory, 0, nr_pages / 2);
	numa_run_on_node(away);
	write_pages(memory, nr_pages / 2, nr_pages);
	affinity_bind(cpu);
	lab_checkpoint(name);
	tell(name, memory);
}
// end::policies[]

static void try_ranges(void)
{
	char *range = map_region("range"), *moved = map_region("moved");

	// tag::range[]
	set_policy(MPOL_BIND, only(home));
	bind_range(range, away, 0);
	write_pages(range, 0, nr_pages);
	lab_checkpoint("range");
	// end::range[]
	tell("range", range);
	// tag::moved[]
	write_pages(moved, 0, nr_pages);
	lab_checkpoint("unmoved");
	bind_range(moved, away, MPOL_MF_MOVE);
	lab_checkpoint("moved");
	// end::moved[]
	tell("moved", moved);
}

static void try_absent(void)
{
	struct bitmask *in_force = numa_allocate_nodemask();
	int error, absent = numa_max_node() + 1;
	char *memory = map_region("partly");

	// tag::absent[]
	set_policy(MPOL_INTERLEAVE, numa_all_nodes_ptr);
	error = bind_and_ask(only(absent), in_force);
	lab_checkpoint("refused");
	printf("node %d alone: error %d\n", absent, -error);
	bind_and_ask(numa_bitmask_setbit(only(away), absent), in_force);
	write_pages(memory, 0, nr_pages);
	lab_checkpoint("partly");
	printf("nodes %d and %d: in force 0x%lx\n", away, absent, in_force->maskp[0]);
	// end::absent[]
}

// tag::threads[]
/* The threads “sibling”, “host” and, made by the host, “later”. */
static void *be_thread(void *name)
{
	char *memory = map_region(name);
	bool is_host = !strcmp(name, "host");
	pthread_t later;

	pthread_setname_np(pthread_self(), name);
	if (is_host)
		host_policy(away);
	if (is_host)
		pthread_create(&later, NULL, be_thread, "later");
	pthread_barrier_wait(&meet);
	write_pages(memory, 0, nr_pages);
	pthread_barrier_wait(&meet);
	pthread_barrier_wait(&meet);
	return NULL;
}

static void try_host(void)
{
	pthread_t sibling, host;

	set_mempolicy(MPOL_DEFAULT, NULL, 0);
	pthread_barrier_init(&meet, NULL, 4);
	pthread_create(&sibling, NULL, be_thread, "sibling");
	pthread_create(&host, NULL, be_thread, "host");
	pthread_barrier_wait(&meet);
	pthread_barrier_wait(&meet);
	lab_checkpoint("hosted");
	pthread_barrier_wait(&meet);
}
// end::threads[]

int main(int argc, char **argv)
{
	int cpu = (int)lab_size(argc, argv, 2, 1);

	nr_pages = lab_size(argc, argv, 1, 200);
	page_bytes = page_size_bytes();
	if (numa_available() < 0 || numa_max_node() < 1 || affinity_bind(cpu)) {
		fprintf(stderr, "this needs two nodes, and CPU %d\n", cpu);
		return 1;
	}
	home = numa_node_of_cpu(cpu);
	away = !home;
	try_policy("bind", MPOL_BIND, only(away), cpu);
	try_policy("preferred", MPOL_PREFERRED, only(away), cpu);
	try_policy("interleave", MPOL_INTERLEAVE, numa_all_nodes_ptr, cpu);
	try_policy("local", MPOL_LOCAL, numa_no_nodes_ptr, cpu);
	try_ranges();
	try_absent();
	try_host();
	return 0;
}
