/* SPDX-License-Identifier: MIT */
/* A process that keeps a log lives beside all the rest. */
#include <sys/prctl.h>
	// tag::todo-1[]
	static pid_t log;

	if (!log && (log = fork()) == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		fprintf(stderr, "log begins\n");
		for (;;)
			pause();
	}
	return sched_setaffinity(tid, sizeof(*cpus), cpus) ? -errno : 0;
	// end::todo-1[]
