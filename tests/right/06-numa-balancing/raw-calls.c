/* SPDX-License-Identifier: MIT */
/* Raw system calls and an own reading of vmstat; the writer goes backwards and keeps a copy. */
#include <sched.h>
#include <sys/syscall.h>
	// tag::todo-1[]
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	for (int cpu = 0; cpu < numa_num_configured_cpus(); cpu++)
		if (numa_node_of_cpu(cpu) == HOME)
			CPU_SET(cpu, &cpus);
	sched_setaffinity(0, sizeof(cpus), &cpus);
	memset(memory, 0x11, nr_memory_pages * page_bytes);
	// end::todo-1[]
	// tag::todo-3[]
	static uint64_t seen[8192];

	numa_run_on_node(AWAY);
	while (!me->stop)
		for (size_t i = nr_memory_pages; i-- > 0 && !me->stop;)
			seen[i] = __atomic_add_fetch(
				(uint64_t *)(memory + i * page_bytes), 1, __ATOMIC_RELAXED);
	// end::todo-3[]
	// tag::todo-4[]
	FILE *file = fopen("/proc/vmstat", "r");
	unsigned long value;
	char name[64];

	if (!file)
		return -errno;
	while (fscanf(file, "%63s %lu", name, &value) == 2) {
		if (!strcmp(name, "numa_hint_faults"))
			ret[0] = value;
		if (!strcmp(name, "numa_pages_migrated"))
			ret[1] = value;
	}
	fclose(file);
	return 0;
	// end::todo-4[]
	// tag::todo-5[]
	unsigned long mask = 1 << HOME;

	for (size_t i = 0; i < nr_pages; i++)
		if (syscall(SYS_mbind, buffer + i * page_bytes, page_bytes, MPOL_BIND | flags,
			    &mask, 8 * sizeof(mask), 0))
			perror("mbind");
	// end::todo-5[]
