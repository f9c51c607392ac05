/* SPDX-License-Identifier: MIT */
/* Two more threads, one of them bound, and a bound child that ends at once. */
#include <pthread.h>
	// tag::task-4[]
static void *sleep_on(void *arg)
{
	for (;;)
		pause();
	return arg;
}

static void format_set(const cpu_set_t *cpus, char *list, char *mask)
	// end::task-4[]
	// tag::todo-4[]
	static bool begun;
	const char *comma = "";
	unsigned long bits = 0;

	if (!begun) {
		cpu_set_t one = affinity_only(1);
		pthread_t threads[2];
		pid_t child;

		begun = true;
		for (int i = 0; i < 2; i++)
			pthread_create(&threads[i], NULL, sleep_on, NULL);
		pthread_setaffinity_np(threads[0], sizeof(one), &one);
		child = fork();
		if (child == 0)
			_exit(0);
		sched_setaffinity(child, sizeof(one), &one);
		waitpid(child, NULL, 0);
	}
	*list = '\0';
	for (int cpu = 0; cpu < 63; cpu++) {
		int first = cpu;

		for (; CPU_ISSET(cpu, cpus); cpu++)
			bits |= 1UL << cpu;
		if (cpu > first)
			list += sprintf(list, "%s%d", comma, first);
		if (cpu > first + 1)
			list += sprintf(list, "-%d", cpu - 1);
		if (cpu > first)
			comma = ",";
	}
	sprintf(mask, "%lx", bits);
	// end::todo-4[]
