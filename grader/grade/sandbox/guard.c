/* SPDX-License-Identifier: MIT */
/* A process that guards another, see guard.h. */
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
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

/* Until the program ends, or the line is broken. `children` is a signalfd(2): other children come to
 * us and end, too. */
static int watch(pid_t pid, int line, int children)
{
	struct pollfd fds[2] = {{.fd = line}, {.fd = children, .events = POLLIN}};
	struct signalfd_siginfo ended;
	int status;

	while (waitpid(pid, &status, WNOHANG) != pid) {
		if (poll(fds, 2, -1) < 0 && errno == EINTR)
			continue;
		if (fds[0].revents || read(children, &ended, sizeof(ended)) < 0) {
			kill(pid, SIGKILL);
			return wait_for(pid);
		}
	}
	return status;
}

/* In a group of its own: a Ctrl-C is for the caller, who decides. The caller's other descriptors
 * are closed, for it reads to their end. */
static void __attribute__((noreturn))
be_guard(void (*execute)(void *arg), void *arg, int line)
{
	sigset_t child, before;
	int children, status;
	pid_t pid;

	setpgid(0, 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, &before);
	children = signalfd(-1, &child, SFD_CLOEXEC);
	pid = children < 0 ? -1 : fork();
	if (!pid) {
		sigprocmask(SIG_SETMASK, &before, NULL);
		close(line);
		close(children);
		execute(arg);
		_exit(127);
	}
	if (pid < 0 || dup2(line, STDIN_FILENO) < 0 || dup2(children, STDOUT_FILENO) < 0)
		_exit(127);
	close_range(STDOUT_FILENO + 1, ~0U, 0);
	status = watch(pid, STDIN_FILENO, STDOUT_FILENO);
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
