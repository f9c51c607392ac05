/* SPDX-License-Identifier: MIT */
/*
 * The QEMU process: the machine's shape, its arguments, its start and end. It gets
 * its sockets, RAM files and state as inherited descriptors, denies itself every
 * category of system calls that its sandbox knows, and dies with its parent.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "qemu.h"
#include "vm.h"

#define MIN_MAJOR 7
#define MIN_MINOR 2

int qemu_check(char *ret_version, size_t size, char *why)
{
	char command[512], line[256] = "";
	unsigned major = 0, minor = 0;
	FILE *out;

	snprintf(command, sizeof(command), "exec '%s' --version 2>/dev/null",
		qemu_program());
	out = popen(command, "re");
	if (out && !fgets(line, sizeof(line), out))
		line[0] = '\0';
	if (out)
		pclose(out);
	if (sscanf(line, "QEMU emulator version %u.%u", &major, &minor) != 2) {
		snprintf(why, VM_WHY,
			"QEMU cannot be started: no program %s. "
			"Install the package qemu-system-arm, or set QEMU to its path.",
			qemu_program());
		return -ENOENT;
	}
	line[strcspn(line, "\n")] = '\0';
	if (major < MIN_MAJOR || (major == MIN_MAJOR && minor < MIN_MINOR)) {
		snprintf(why, VM_WHY,
			"QEMU is too old: %s says «%s», and Pagelab needs %d.%d or "
			"newer. "
			"Set QEMU to the path of a newer one.",
			qemu_program(), line, MIN_MAJOR, MIN_MINOR);
		return -ENOEXEC;
	}
	if (ret_version)
		snprintf(
			ret_version, size, "%s", line + strlen("QEMU emulator version "));
	return 0;
}

/* In the child: every descriptor goes to its number, all others close on exec. */
static void become_qemu(char *const *args, const int *fds, pid_t parent)
{
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	setpgid(0, 0); /* a Ctrl-C at the terminal is for us, not for QEMU */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int i = QEMU_CHANNEL_FD; i < QEMU_LAST_FD; i++) {
		int fd = fds[i - QEMU_CHANNEL_FD];

		if (fd >= 0 && dup2(fd, i) < 0)
			_exit(127);
	}
	close_range(QEMU_LAST_FD, ~0U, 0);
	execvp(args[0], args);
	dprintf(2, "%s: %s\n", args[0], strerror(errno));
	_exit(127);
}

/* Moves a descriptor above those that become_qemu() gives out. */
static int lift(int fd)
{
	int high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, QEMU_LAST_FD);

	return high;
}

static int spawn(char *const *args, const int *fds)
{
	int high[QEMU_LAST_FD - QEMU_CHANNEL_FD];
	pid_t parent = getpid(), pid;

	for (int i = 0; i < QEMU_LAST_FD - QEMU_CHANNEL_FD; i++)
		high[i] = lift(fds[i]);
	pid = fork();
	if (!pid)
		become_qemu(args, high, parent);
	for (int i = 0; i < QEMU_LAST_FD - QEMU_CHANNEL_FD; i++)
		if (high[i] >= 0)
			close(high[i]);
	return pid < 0 ? -errno : pid;
}

static int open_sockets(int channel[2], int qmp[2], int *ret_console)
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel) ||
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, qmp))
		return -errno;
	*ret_console = memfd_create("pagelab-console", MFD_CLOEXEC);
	if (*ret_console < 0 || fcntl(channel[0], F_SETFL, O_NONBLOCK))
		return -errno;
	return 0;
}

int qemu_start(const struct qemu_plan *plan, struct qemu *ret, char *why)
{
	char **args;
	int channel[2] = {-1, -1}, qmp[2] = {-1, -1}, console = -1, err;

	err = qemu_args(plan, &args);
	if (!err)
		err = open_sockets(channel, qmp, &console);
	if (!err) {
		int fds[] = {
			channel[1], qmp[1], plan->ram_fd[0], plan->ram_fd[1], console};

		err = spawn(args, fds);
	}
	qemu_args_free(args);
	if (channel[1] >= 0)
		close(channel[1]);
	if (qmp[1] >= 0)
		close(qmp[1]);
	*ret = (struct qemu){.pid = err > 0 ? err : 0,
		.channel = channel[0],
		.qmp = qmp[0],
		.console = console};
	if (err > 0)
		return 0;
	snprintf(why, VM_WHY, "QEMU cannot be started: %s.", strerror(-err));
	qemu_stop(ret);
	return err;
}

void qemu_stop(struct qemu *qemu)
{
	if (qemu->pid) {
		kill(qemu->pid, SIGKILL);
		while (waitpid(qemu->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (qemu->channel >= 0)
		close(qemu->channel);
	if (qemu->qmp >= 0)
		close(qemu->qmp);
	if (qemu->console >= 0)
		close(qemu->console);
	*qemu = (struct qemu){.channel = -1, .qmp = -1, .console = -1};
}
