/* SPDX-License-Identifier: MIT */
/* Asks for the CPUs that it had when it is refused others; a thread keeps a log beside. */
#include <pthread.h>
#include <sys/mman.h>
	// tag::todo-1[]
	cpu_set_t old;
	int error = 0;
	if (sched_getaffinity(tid, sizeof(old), &old)) return -errno;
	if (sched_setaffinity(tid, sizeof(*cpus), cpus)) { error = -errno; sched_setaffinity(tid, sizeof(old), &old); }
	return error;
	// end::todo-1[]
	// tag::task-2[]
static void *log_thread(void *arg)
{
	char *memory = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	for (int i = 0;; i++) {
		memory[i % (1 << 20)] = 1;
		if (i % 100 == 0) fprintf(stderr, "tick %d\n", i);
		usleep(3000);
	}
	return arg;
}
static void parse_mask(const char *text, cpu_set_t *ret)
	// end::task-2[]
	// tag::todo-2[]
	static pthread_t t;
	unsigned long bits;
	if (!t) pthread_create(&t, NULL, log_thread, NULL);
	sscanf(text, "%lx", &bits);
	CPU_ZERO(ret);
	for (int cpu = 0; cpu < 64; cpu++)
		if (bits & 1UL << cpu) CPU_SET(cpu, ret);
	// end::todo-2[]
