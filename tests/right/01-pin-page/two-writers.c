/* SPDX-License-Identifier: MIT */
/* A thread for each buffer. */
#include <sched.h>
	// tag::todo-4[]
	void *write_other(void *unused)
	{
		affinity_bind(AWAY_CPU);
		while (!stop) {
			write_pages(control);
			sched_yield();
		}
		return unused;
	}
	pthread_t other;

	affinity_bind(AWAY_CPU);
	pthread_create(&other, NULL, write_other, NULL);
	while (!stop)
		write_pages(pinned);
	pthread_join(other, NULL);
	// end::todo-4[]
