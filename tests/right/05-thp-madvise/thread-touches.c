/* SPDX-License-Identifier: MIT */
/* A thread writes, from the last page to the first; faults are counted by getrusage(2). */
#include <pthread.h>
#include <sys/resource.h>
	// tag::task-1[]
static void *touch(void *buffer)
{
	for (size_t i = length_bytes / page_bytes; i-- > 0;)
		write_page(buffer, i);
	return NULL;
}

static uint64_t count_faults(char *buffer)
	// end::task-1[]
	// tag::todo-1[]
	struct rusage before, after;
	pthread_t thread;

	getrusage(RUSAGE_SELF, &before);
	if (pthread_create(&thread, NULL, touch, buffer) || pthread_join(thread, NULL))
		return 0;
	getrusage(RUSAGE_SELF, &after);
	return (uint64_t)(after.ru_minflt - before.ru_minflt);
	// end::todo-1[]
