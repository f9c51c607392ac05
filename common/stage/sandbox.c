/* SPDX-License-Identifier: MIT */
/* The caller's side of the sandbox; see sandbox.h. */
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox_priv.h"

/* Setting up takes milliseconds; this only keeps a broken kernel from hanging us. */
#define SETUP_TIMEOUT_MS 30000

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* fork() into new namespaces, with a descriptor for the child. */
static int fork_init(const struct sandbox_config *config, int *ret_pidfd, pid_t *ret_pid)
{
	struct clone_args args = {
		.flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS |
			 CLONE_PIDFD | (config->private_network ? CLONE_NEWNET : 0),
		.pidfd = (uintptr_t)ret_pidfd,
		.exit_signal = SIGCHLD,
	};
	long pid = syscall(SYS_clone3, &args, sizeof(args));

	if (pid < 0)
		return -errno;
	*ret_pid = (pid_t)pid;
	return 0;
}

static int open_launch(struct sandbox_launch *launch, const struct sandbox *sandbox,
	int *ret_status_fd, int *ret_setup_fd)
{
	const struct sandbox_config *config = launch->config;
	int status[2] = {-1, -1}, setup[2] = {-1, -1}, on = 1;
	const int wanted[3] = {config->input, config->output, config->errors};

	for (int i = 0; i < SANDBOX_NR_FDS; i++)
		launch->fds[i] = -1;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, status))
		return -errno;
	*ret_status_fd = status[0];
	launch->fds[SANDBOX_FD_STATUS] = status[1];
	if (setsockopt(status[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) ||
		pipe2(setup, O_CLOEXEC))
		return -errno;
	*ret_setup_fd = setup[0];
	launch->fds[SANDBOX_FD_SETUP] = setup[1];
	launch->fds[SANDBOX_FD_CGROUP] =
		fcntl(config->cgroup ? sandbox->cgroup.own_fd : sandbox->cgroup.dir_fd,
			F_DUPFD_CLOEXEC, 3);
	if (launch->fds[SANDBOX_FD_CGROUP] < 0)
		return -errno;
	for (int i = 0; i < 3; i++) {
		launch->fds[i] = wanted[i] < 0 ? open("/dev/null", O_RDWR | O_CLOEXEC)
					       : fcntl(wanted[i], F_DUPFD_CLOEXEC, 3);
		if (launch->fds[i] < 0)
			return -errno;
	}
	return 0;
}

static void close_launch(struct sandbox_launch *launch)
{
	for (int i = 0; i < SANDBOX_NR_FDS; i++)
		close_fd(&launch->fds[i]);
}

static int wait_readable(int fd)
{
	struct pollfd pfd = {.fd = fd, .events = POLLIN};
	int n;

	do {
		n = poll(&pfd, 1, SETUP_TIMEOUT_MS);
	} while (n < 0 && errno == EINTR);
	return n > 0 ? 0 : n ? -errno : -ETIMEDOUT;
}

/* Main announces itself with one message; the kernel says who it is to us. */
static int receive_main_pid(int status_fd, pid_t *ret)
{
	union {
		char bytes[CMSG_SPACE(sizeof(struct ucred))];
		struct cmsghdr align;
	} control;
	char byte;
	struct iovec iov = {&byte, 1};
	struct msghdr msg = {.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};
	struct cmsghdr *cmsg;
	struct ucred who;
	int r = wait_readable(status_fd);
	ssize_t n = r ? 0 : recvmsg(status_fd, &msg, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);

	if (r || n < 0)
		return r ? r : -errno;
	cmsg = n == 1 ? CMSG_FIRSTHDR(&msg) : NULL;
	if (!cmsg || cmsg->cmsg_level != SOL_SOCKET || cmsg->cmsg_type != SCM_CREDENTIALS)
		return -ECHILD;
	memcpy(&who, CMSG_DATA(cmsg), sizeof(who));
	*ret = who.pid;
	return 0;
}

/* 0 when exec has closed the pipe; else what failed before it. */
static int receive_setup(int setup_fd)
{
	int error = 0;
	int r = wait_readable(setup_fd);
	ssize_t n = r ? 0 : read(setup_fd, &error, sizeof(error));

	if (r || n < 0)
		return r ? r : -errno;
	return n == sizeof(error) ? error : 0;
}

static int launch_and_wait(struct sandbox_launch *launch, struct sandbox *sandbox)
{
	int setup_fd = -1, r, setup;

	r = open_launch(launch, sandbox, &sandbox->status_fd, &setup_fd);
	if (!r)
		r = fork_init(launch->config, &sandbox->init_pidfd, &sandbox->init_pid);
	if (!r && !sandbox->init_pid)
		sandbox_init_run(launch);
	close_launch(launch);
	if (!r) {
		r = receive_main_pid(sandbox->status_fd, &sandbox->main_pid);
		setup = receive_setup(setup_fd);
		r = setup ? setup : r;
	}
	close_fd(&setup_fd);
	return r;
}

int sandbox_start(const struct sandbox_config *config, struct sandbox *ret)
{
	struct sandbox sandbox = {.init_pidfd = -1, .status_fd = -1};
	struct sandbox_launch launch = {.config = config};
	int r;

	if (!config->uid || !config->gid)
		return -EINVAL;
	if (geteuid())
		return -EPERM;
	if (access(config->program, F_OK))
		return -errno;
	r = cgroup_create(&config->limits, &sandbox.cgroup, &launch.bounds);
	if (r)
		return r;
	if (config->cgroup)
		r = cgroup_delegate(&sandbox.cgroup, config->gid);
	snprintf(launch.cgroup, sizeof(launch.cgroup), "%s/" CGROUP_OWN,
		sandbox.cgroup.path);
	if (!r)
		r = launch_and_wait(&launch, &sandbox);
	if (r) {
		sandbox_stop(&sandbox, SETUP_TIMEOUT_MS);
		return r;
	}
	*ret = sandbox;
	return 0;
}

int sandbox_status(const struct sandbox *sandbox, int *ret_status)
{
	int status;
	ssize_t n = recv(sandbox->status_fd, &status, sizeof(status), MSG_DONTWAIT);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? -EAGAIN : -errno;
	if (n != sizeof(status))
		return -ENODATA;
	*ret_status = status;
	return 0;
}

static int reap_init(struct sandbox *sandbox, unsigned timeout_ms)
{
	struct pollfd pfd = {.fd = sandbox->init_pidfd, .events = POLLIN};
	siginfo_t info;
	int n;

	syscall(SYS_pidfd_send_signal, sandbox->init_pidfd, SIGKILL, NULL, 0);
	do {
		n = poll(&pfd, 1, (int)timeout_ms);
	} while (n < 0 && errno == EINTR);
	if (n <= 0)
		return -EBUSY;
	waitid(P_PIDFD, (id_t)sandbox->init_pidfd, &info, WEXITED);
	return 0;
}

int sandbox_stop(struct sandbox *sandbox, unsigned timeout_ms)
{
	int r = 0, destroyed;

	cgroup_kill(&sandbox->cgroup);
	if (sandbox->init_pidfd >= 0)
		r = reap_init(sandbox, timeout_ms);
	destroyed = cgroup_destroy(&sandbox->cgroup, timeout_ms);
	close_fd(&sandbox->init_pidfd);
	close_fd(&sandbox->status_fd);
	return r ? r : destroyed;
}
