/* SPDX-License-Identifier: MIT */
/*
 * in lab02, caught by: all
 * Children come to a moment and are dead when the checker looks, without end: the time in
 * which it looks is not the program's.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "lab.h"

int main(void)
{
	for (unsigned i = 0;; i++) {
		pid_t pid = fork();

		if (!pid) {
			lab_checkpoint("filled");
			_exit(0);
		}
		for (volatile unsigned wait = i % 64 * 1000; wait; wait--)
			;
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
}
