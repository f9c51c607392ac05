/* SPDX-License-Identifier: MIT */
/*
 * Lab 06 on real hardware, with nothing bound but what stands in the way: 28 threads, of
 * which 26 keep the CPUs of the first node busy. The first thread has written the memory there; the
 * writer is left to the scheduler, which finds room for it on another node, and the memory
 * follows; unless numactl --cpunodebind has left the program no other node.
 *
 *	./native [MIB [THREADS [SECONDS]]]
 */
#include <numa.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab.h"

#define MAX_THREADS 1024
#define ROW_MS 2000

static size_t size_bytes;
static int home;
static struct bitmask *allowed; /* the nodes on which the program may run */

static void be_busy(struct worker *me)
{
	numa_run_on_node(home);
	while (!me->stop)
		;
}

static void write_on(struct worker *me)
{
	char *memory = me->arg;

	numa_run_on_node_mask(allowed);
	while (!me->stop)
		for (size_t i = 0; i < size_bytes && !me->stop; i += page_size_bytes())
			memory[i]++;
}

/* Why this machine cannot show it, or NULL. */
static const char *lack(void)
{
	char setting[8] = "";
	FILE *file = fopen("/proc/sys/kernel/numa_balancing", "re");

	if (file && !fgets(setting, sizeof(setting), file))
		*setting = '\0';
	if (file)
		fclose(file);
	if (numa_available() < 0 || numa_num_task_nodes() < 2)
		return "it takes two nodes with CPUs and memory, and here is one";
	if (*setting != '1')
		return "NUMA balancing is off or absent "
		       "(/proc/sys/kernel/numa_balancing)";
	return NULL;
}

static void print_row(double seconds, const struct numa_map *map)
{
	printf("%6.1f", seconds);
	for (int node = 0; node <= numa_max_node() && node < NUMA_MAPS_MAX_NODES; node++)
		printf(" %9.2f", (double)map->nr_on_node[node] *
					 (double)map->kernel_page_bytes / (1 << 20));
	putchar('\n');
	fflush(stdout);
}

/* Rows until nine tenths have left home, or the time is over. */
static void watch(char *memory, double patience)
{
	double begun = patience_now(), seconds;
	struct numa_map map;

	printf("%6s", "s");
	for (int node = 0; node <= numa_max_node() && node < NUMA_MAPS_MAX_NODES; node++)
		printf("  node %2d", node);
	puts("  (MiB)");
	do {
		seconds = patience_now() - begun;
		if (numa_maps_read(0, (uintptr_t)memory, &map))
			return;
		print_row(seconds, &map);
		usleep(ROW_MS * 1000);
	} while (map.nr_on_node[home] * 10 > map.nr_anon && seconds < patience);
}

int main(int argc, char **argv)
{
	static struct worker busy[MAX_THREADS], writer;
	long nr_busy = lab_size(argc, argv, 2, 28) - 2;
	double patience = (double)lab_size(argc, argv, 3, 60);
	char *memory;

	size_bytes = (size_t)lab_size(argc, argv, 1, 64) << 20;
	if (lack()) {
		printf("Skipped: %s.\n", lack());
		return 0;
	}
	home = numa_node_of_cpu(sched_getcpu());
	allowed = numa_get_run_node_mask();
	if (!allowed || nr_busy < 0 || nr_busy > MAX_THREADS || numa_run_on_node(home) ||
		lab_map(size_bytes, &memory))
		return 1;
	memset(memory, 1, size_bytes);
	printf("%zu MiB written on node %d; now %ld threads are busy there, and one that "
	       "may "
	       "run anywhere writes:\n",
		size_bytes >> 20, home, nr_busy);
	fflush(stdout);
	for (long i = 0; i <= nr_busy; i++) {
		int error = i < nr_busy ? worker_start(&busy[i], be_busy, NULL)
					: worker_start(&writer, write_on, memory);

		if (error) {
			fprintf(stderr, "thread %ld: %s\n", i + 1, strerror(-error));
			return 1;
		}
	}
	watch(memory, patience);
	return 0;
}
