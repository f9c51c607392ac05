/* SPDX-License-Identifier: MIT */
/* Has a helper of its helper thread charge the stock, and a child that sleeps until the end. Tells on stderr what it
 * finds, and looks up the CPU's node in sysfs. */
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

	// tag::todo-2[]
	static pid_t child;
	pthread_t thread;
	void *work(void *arg)
	{
		take_pages(arg, CHARGE_PAGES);
		give_back(arg, CHARGE_PAGES);
		return NULL;
	}
	void *hand_on(void *arg)
	{
		pthread_t helper;

		pthread_create(&helper, NULL, work, arg);
		pthread_join(helper, NULL);
		return NULL;
	}

	affinity_bind(cpu);
	if (!child && !(child = fork())) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	pthread_create(&thread, NULL, hand_on, memory);
	pthread_join(thread, NULL);
	// end::todo-2[]

	// tag::todo-3[]
	char path[80];
	unsigned node = 0;

	for (; node < 8; node++) {
		snprintf(path, sizeof(path), "/sys/devices/system/node/node%u/cpu%u", node, cpu);
		if (!access(path, F_OK))
			break;
	}
	for (size_t i = nr; i-- > 0;)
		if (stocks[i].cpu == cpu && stocks[i].node == node) {
			fprintf(stderr, "CPU %u: node %u, %lu pages\n", cpu, node, stocks[i].count);
			return stocks[i];
		}
	// end::todo-3[]
