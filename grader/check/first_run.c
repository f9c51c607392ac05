/* SPDX-License-Identifier: MIT */
/*
 * --live and --traffic: before it is judged the program runs once as by ./run, with the lab's usual
 * sizes. It is another run. To look twenty times a second takes memory and time, and claims count pages;
 * and what the checker reads and writes would be counted with the program's accesses.
 */
#include "learn.h"

#include "grader/session/session.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void become_run(const struct check *c)
{
	char program[PATH_MAX], lab[8];
	const char *args[7] = {program};
	size_t nr = 1;

	snprintf(program, sizeof(program), "%s/run", c->root);
	snprintf(lab, sizeof(lab), "lab%.2s", c->lab->folder);
	if (c->options.live)
		args[nr++] = "--live";
	if (c->options.traffic)
		args[nr++] = "--traffic";
	if (c->options.exercise) {
		args[nr++] = "--exercise";
		args[nr++] = c->options.exercise;
	}
	args[nr] = lab;
	execv(program, (char **)args);
	_exit(EXIT_BROKEN);
}

int check_run_first(const struct check *c)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid)
		become_run(c);
	if (pid < 0)
		return check_complain(EXIT_BROKEN, "./run cannot be started");
	/* A signal is for both. */
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	if (session_signal())
		return 128 + session_signal();
	putchar('\n');
	fflush(stdout);
	return 0;
}
