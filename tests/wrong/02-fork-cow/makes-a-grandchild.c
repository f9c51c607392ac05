/* SPDX-License-Identifier: MIT */
/* caught by: fork_shares_every_frame
 * Forks twice, as daemons do: the process that shares the pages is the child of one that has ended. */
#include <sys/wait.h>
	// tag::todo-2[]
	pid_t child = fork();

	if (child)
		return waitpid(child, NULL, 0);
	if (fork())
		_exit(0);
	return 0;
	// end::todo-2[]
