/* SPDX-License-Identifier: MIT */
/*
 * Lab 07 on real hardware: how long a thousand million additions take a thread that may run
 * anywhere, one that is bound to a CPU, and one that is bound to two.
 *
 *	./native [ADDITIONS [RUNS]]
 */
#include <stdint.h>
#include <stdlib.h>

#include "lab.h"
#include "cpulist.h"
#include "timing.h"

enum { ANYWHERE, ONE, TWO, NR_KINDS };

/* Each addition is done: the compiler does not know what the asm makes of the sum. */
static void add(void *nr)
{
	uint64_t sum = 0;

	for (uint64_t i = 0; i < *(uint64_t *)nr; i++) {
		sum += i;
		__asm__ volatile("" : "+r"(sum));
	}
}

/* The last CPUs of the set: the first ones have most of the interrupts. */
static cpu_set_t last_of(const cpu_set_t *cpus, int nr)
{
	cpu_set_t last;

	CPU_ZERO(&last);
	for (int cpu = CPU_SETSIZE - 1; cpu >= 0 && nr > 0; cpu--) {
		if (CPU_ISSET(cpu, cpus)) {
			CPU_SET(cpu, &last);
			nr--;
		}
	}
	return last;
}

int main(int argc, char **argv)
{
	static char names[NR_KINDS][CPULIST_SIZE + 16] = {"not bound"};
	struct timing timings[NR_KINDS] = {{.name = names[ANYWHERE]}};
	uint64_t nr = (uint64_t)lab_size(argc, argv, 1, 1000000000);
	int nr_runs = (int)lab_size(argc, argv, 2, 5), nr_kinds;
	cpu_set_t cpus[NR_KINDS];

	if (affinity_read(0, &cpus[ANYWHERE]))
		return 1;
	nr_kinds = CPU_COUNT(&cpus[ANYWHERE]) > 1 ? NR_KINDS : TWO;
	for (int kind = ONE; kind < nr_kinds; kind++) {
		char list[CPULIST_SIZE];

		cpus[kind] = last_of(&cpus[ANYWHERE], kind);
		cpulist_format(&cpus[kind], list, sizeof(list));
		snprintf(names[kind], sizeof(names[kind]), "bound to %s", list);
		timings[kind].name = names[kind];
	}
	printf("%lu additions, median (least to most):\n", (unsigned long)nr);
	timing_is_emulated(stdout, NULL);
	for (int run = 0; run < nr_runs; run++) {
		for (int kind = 0; kind < nr_kinds; kind++) {
			sched_setaffinity(0, sizeof(cpus[kind]), &cpus[kind]);
			timing_add(&timings[kind], timing_ms(add, &nr));
		}
	}
	for (int kind = 0; kind < nr_kinds; kind++)
		timing_print(stdout, &timings[kind]);
	for (int kind = ONE; kind < nr_kinds; kind++)
		timing_compare(stdout, &timings[ANYWHERE], &timings[kind]);
	return 0;
}
