/* SPDX-License-Identifier: MIT */
/* A process that guards another, see guard.h. */
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int wait_for(pid_t pid)
{
	int status = 127 << 8;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

/* Whose parent was killed comes to us; so once is not enough. */
static bool kill_some(void)
{
	FILE *file = fopen("/proc/thread-self/children", "re");
	bool found = false;
	int pid;

	while (file && fscanf(file, "%d", &pid) == 1) {
		kill(pid, SIGKILL);
		wait_for(pid);
		found = true;
	}
	if (file)
		fclose(file);
	return found;
}

/* Until the program ends, or the line is broken. */
static int watch(pid_t pid, int line)
{
	struct pollfd fds[2] = {{.fd = line},
		{.fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN}};

	while (fds[1].fd >= 0 && poll(fds, 2, -1) < 0 && errno == EINTR)
		;
	if (!fds[1].revents)
		kill(pid, SIGKILL);
	return wait_for(pid);
}

/* In a group of its own: a Ctrl-C is for the caller, who decides. The caller's other descriptors
 * are closed, for it reads to their end. */
static void __attribute__((noreturn))
be_guard(void (*execute)(void *arg), void *arg, int line)
{
	pid_t pid;
	int status;

	setpgid(0, 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	pid = fork();
	if (!pid) {
		close(line);
		execute(arg);
		_exit(127);
	}
	if (pid < 0 || dup2(line, STDIN_FILENO) < 0)
		_exit(127);
	close_range(STDIN_FILENO + 1, ~0U, 0);
	status = watch(pid, STDIN_FILENO);
	while (kill_some())
		;
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

int guard_start(void (*execute)(void *arg), void *arg, struct guard *ret)
{
	int line[2];
	pid_t pid;

	if (pipe2(line, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (!pid) {
		close(line[1]);
		be_guard(execute, arg, line[0]);
	}
	close(line[0]);
	if (pid < 0) {
		int err = -errno;

		close(line[1]);
		return err;
	}
	*ret = (struct guard){.pid = pid, .line = line[1]};
	return 0;
}

int guard_end(struct guard *guard, bool at_once)
{
	int status;

	if (at_once)
		close(guard->line);
	status = wait_for(guard->pid);
	if (!at_once)
		close(guard->line);
	return status;
}
