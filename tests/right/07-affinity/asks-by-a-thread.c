/* SPDX-License-Identifier: MIT */
/* A thread of its own makes every call; lists are taken apart by strtok_r(3) and sscanf(3). */
#include <pthread.h>
	// tag::todo-1[]
	int error = 0;
	pid_t whom = tid ? tid : gettid();
	void *ask(void *unused)
	{
		(void)unused;
		error = sched_setaffinity(whom, sizeof(*cpus), cpus) ? -errno : 0;
		return NULL;
	}
	pthread_t thread;

	if (pthread_create(&thread, NULL, ask, NULL))
		return -EAGAIN;
	pthread_join(thread, NULL);
	return error;
	// end::todo-1[]
	// tag::todo-3[]
	char copy[64], *save;

	CPU_ZERO(ret);
	snprintf(copy, sizeof(copy), "%s", text);
	for (char *part = strtok_r(copy, ",", &save); part;
		part = strtok_r(NULL, ",", &save)) {
		int first, last, nr = sscanf(part, "%d-%d", &first, &last);

		for (int cpu = first; cpu <= (nr > 1 ? last : first); cpu++)
			CPU_SET(cpu, ret);
	}
	// end::todo-3[]
