/* SPDX-License-Identifier: MIT */
/* Two processes beside, each bound to a CPU by itself, wake now and then. */
#include <sys/prctl.h>
	// tag::todo-2[]
	unsigned long bits = strtoul(text, NULL, 16);

	for (int i = 0; i < 2; i++) {
		cpu_set_t own = affinity_only(i);

		if (fork())
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		sched_setaffinity(0, sizeof(own), &own);
		for (;;)
			usleep(50000);
	}
	CPU_ZERO(ret);
	for (int cpu = 0; cpu < 64; cpu++) {
		if (bits >> cpu & 1)
			CPU_SET(cpu, ret);
	}
	// end::todo-2[]
