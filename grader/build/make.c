/* SPDX-License-Identifier: MIT */
/* Runs make as a process group that ends with us, see make.h. */
#include "make.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX (1024 * 1024)

/* Sends the signal on to everything that make has started. */
static void pass_on(int number)
{
	signal(number, SIG_IGN);
	kill(0, number);
}

/* With sudo, what is built stays the property of who called it. */
static void be_the_caller_of_sudo(void)
{
	const char *uid = getenv("SUDO_UID"), *gid = getenv("SUDO_GID");
	unsigned user = uid ? (unsigned)strtoul(uid, NULL, 10) : 0;
	unsigned group = gid ? (unsigned)strtoul(gid, NULL, 10) : 0;

	if (geteuid() || !user || !group)
		return;
	if (setgroups(0, NULL) || setresgid(group, group, group) ||
		setresuid(user, user, user))
		_exit(127);
	/* Of root, or of sudo. */
	unsetenv("HOME");
	unsetenv("XDG_CACHE_HOME");
}

/* From the root on, so that no name of make's is longer or other than those in its rules. */
static void __attribute__((noreturn))
exec_make(const struct make_request *request, const sigset_t *mask)
{
	char *args[MAKE_MAX_WORDS + 3] = {"mk/make", "--locked"};

	for (size_t i = 0; request->words[i] && i < MAKE_MAX_WORDS; i++)
		args[i + 2] = (char *)request->words[i];
	be_the_caller_of_sudo();
	if (chdir(request->root))
		_exit(127);
	for (int i = 0; i < 2; i++)
		if (request->fds[i] > 0 && dup2(request->fds[i], MAKE_SOURCE_FD + i) < 0)
			_exit(127);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	sigprocmask(SIG_SETMASK, mask, NULL);
	execvp(args[0], args);
	_exit(127);
}

/*
 * Keeps make and all below it in one process group, and ends that group when told to or
 * when its parent dies: make alone would end the compiler's driver and leave a compiler
 * that may never come to an end.
 */
static void __attribute__((noreturn))
keep_make(const struct make_request *request, int words_fd, pid_t parent)
{
	int null = open("/dev/null", O_RDWR), status = 0;
	sigset_t term, mask;
	pid_t pid;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, &mask);
	signal(SIGTERM, pass_on);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(127);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(words_fd, STDERR_FILENO);
	pid = fork();
	if (!pid)
		exec_make(request, &mask);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	_exit(pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 127);
}

/* Reads until the pipe's end; -EINTR if told so meanwhile. */
static int collect(int fd, bool (*interrupted)(void), char **ret)
{
	char *text = NULL, chunk[4096];
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	int err = out ? 0 : -ENOMEM;

	while (!err) {
		ssize_t got;

		if (interrupted())
			err = -EINTR;
		if (err || poll(&poll_fd, 1, 200) <= 0)
			continue;
		got = read(fd, chunk, sizeof(chunk));
		if (!got)
			break;
		if (got > 0 && ftell(out) < WORDS_MAX)
			fwrite(chunk, 1, got, out);
	}
	if (out && fclose(out))
		err = -ENOMEM;
	if (err)
		free(text);
	else
		*ret = text;
	return err;
}

int make_run(const struct make_request *request, char **ret_words, int *ret_status)
{
	int fds[2], err;
	pid_t parent = getpid(), pid;

	if (pipe2(fds, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (!pid)
		keep_make(request, fds[1], parent);
	err = pid < 0 ? -errno : 0;
	close(fds[1]);
	if (!err) {
		err = collect(fds[0], request->interrupted, ret_words);
		if (err)
			kill(pid, SIGTERM);
		while (waitpid(pid, ret_status, 0) < 0 && errno == EINTR)
			;
	}
	close(fds[0]);
	return err;
}
