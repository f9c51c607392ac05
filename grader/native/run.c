/* SPDX-License-Identifier: MIT */
/* A checker as a process of this host, see run.h. */
#include "run.h"
#include "grader/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define TICK_MS 100
#define REPORT_ROOM (32 * 1024)
#define REPORT_FD 3

enum { OUTPUT, REPORTS, NR_ENDS };

struct ends {
	int ours[NR_ENDS], theirs[NR_ENDS];
};

static void close_pair(int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

static int open_ends(struct ends *ret)
{
	int output[2], reports[2], err;

	if (pipe2(output, O_CLOEXEC))
		return -errno;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, reports)) {
		err = -errno;
		close_pair(output);
		return err;
	}
	*ret = (struct ends){{output[0], reports[0]}, {output[1], reports[1]}};
	return 0;
}

static bool become(unsigned uid)
{
	return !uid || geteuid() ||
	       (!setgroups(0, NULL) && !setresgid(uid, uid, uid) &&
		       !setresuid(uid, uid, uid));
}

/* The program is opened first: who it runs as may not see the checkout. */
static void __attribute__((noreturn))
exec_checker(const struct native_run *run, const struct ends *ends, pid_t parent)
{
	static char report[] = "PAGELAB_REPORT_FD=3", path[] = "PATH=/usr/bin:/bin";
	char *const environment[] = {report, path, NULL};
	int report_fd = fcntl(ends->theirs[REPORTS], F_DUPFD, 10);
	int null = open("/dev/null", O_RDONLY);
	int program = open(run->args[0], O_PATH | O_CLOEXEC);

	/* A group of its own: the terminal's signals are for ./check to pass on. */
	setpgid(0, 0);
	if (!become(run->uid))
		_exit(127);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || dup2(null, STDIN_FILENO) < 0 ||
		dup2(ends->theirs[OUTPUT], STDOUT_FILENO) < 0 ||
		dup2(ends->theirs[OUTPUT], STDERR_FILENO) < 0 ||
		dup2(report_fd, REPORT_FD) < 0)
		_exit(127);
	close(report_fd);
	signal(SIGPIPE, SIG_DFL);
	execveat(program, "", run->args, environment, AT_EMPTY_PATH);
	_exit(127);
}

/* One piece of what it said. False at the end. */
static bool take(const struct native_run *run, int fd, int which)
{
	static char piece[REPORT_ROOM];
	ssize_t n = read(fd, piece, sizeof(piece));

	if (n > 0)
		(which == REPORTS ? run->on_report : run->on_output)(
			run->arg, piece, (size_t)n);
	return n > 0 || (n < 0 && errno == EINTR);
}

/* Both ends are closed by its end: what it starts has neither. */
static int listen_to(const struct native_run *run, const struct ends *ends)
{
	struct pollfd fds[NR_ENDS] = {
		{.fd = ends->ours[OUTPUT], .events = POLLIN},
		{.fd = ends->ours[REPORTS], .events = POLLIN},
	};
	double deadline = clock_seconds() + run->seconds;

	while (fds[OUTPUT].fd >= 0 || fds[REPORTS].fd >= 0) {
		if (run->interrupted())
			return -EINTR;
		if (clock_seconds() > deadline)
			return -ETIMEDOUT;
		if (poll(fds, NR_ENDS, TICK_MS) <= 0)
			continue;
		for (int i = 0; i < NR_ENDS; i++)
			if (fds[i].revents && !take(run, fds[i].fd, i))
				fds[i].fd = -1;
	}
	return 0;
}

int native_run(const struct native_run *run, int *ret_status)
{
	pid_t parent = getpid(), pid;
	struct ends ends = {{0}, {0}};
	int err = open_ends(&ends);

	if (err)
		return err;
	fflush(NULL);
	pid = fork();
	if (!pid)
		exec_checker(run, &ends, parent);
	err = pid < 0 ? -errno : 0;
	close_pair(ends.theirs);
	if (!err) {
		err = listen_to(run, &ends);
		/* Its sandbox ends with it (common/stage/sandbox.h). */
		if (err)
			kill(pid, SIGKILL);
		while (waitpid(pid, ret_status, 0) < 0 && errno == EINTR)
			;
	}
	close_pair(ends.ours);
	return err;
}
