/* SPDX-License-Identifier: MIT */
/* Another thread of the program writes to memory of its own meanwhile, on node 1. */
#include <pthread.h>
	// tag::todo-3[]
	void *keep_log(void *arg)
	{
		static char log[1 << 16];

		for (unsigned i = 0;; i = (i + 64) % sizeof(log)) {
			log[i]++;
			usleep(1000);
		}
		return arg;
	}
	pthread_t helper;
	int error, fd = open(COMPACT, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	pthread_create(&helper, NULL, keep_log, NULL);
	error = write(fd, "1", 1) == 1 ? 0 : -errno;
	close(fd);
	return error;
	// end::todo-3[]
