/* SPDX-License-Identifier: MIT */
/* Counts faults by /proc/self/stat, of the main thread alone, while another thread sleeps. */
#include <pthread.h>
	// tag::todo-3[]
	void *rest(void *arg)
	{
		for (;;)
			pause();
		return arg;
	}

	struct faults before, after;
	pthread_t thread;

	pthread_create(&thread, NULL, rest, NULL);
	faults_read_thread(0, 0, &before);
	write_pages(buffer, value);
	faults_read_thread(0, 0, &after);
	return after.minor - before.minor;
	// end::todo-3[]
