/* SPDX-License-Identifier: MIT */
/* Forks for each hog: the child sleeps until the program ends. */
#include <signal.h>
#include <sys/prctl.h>
	// tag::todo-5[]
	cpu_set_t cpus = affinity_only(victim->cpu);

	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	return set_affinity(hog->tid, &cpus);
	// end::todo-5[]
