/* SPDX-License-Identifier: MIT */
/* Writes every seventh page, then the next ones, each twice; a child writes to the setting. */
#include <sys/wait.h>
	// tag::todo-1[]
	struct faults before, after;

	faults_self(&before);
	for (size_t first = 0; first < 7; first++)
		for (size_t i = first; i < length_bytes / page_bytes; i += 7) {
			write_page(buffer, i);
			write_page(buffer, i);
		}
	faults_self(&after);
	return after.minor - before.minor;
	// end::todo-1[]
	// tag::todo-5[]
	pid_t child = fork();

	if (!child)
		_exit(!!thp_mode_write("enabled", "never"));
	waitpid(child, NULL, 0);
	// end::todo-5[]
