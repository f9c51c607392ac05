/* SPDX-License-Identifier: MIT */
/*
 * in lab02, caught by: none
 * Before its work, it asks the checker in the name of other processes and users.
 */
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "wire.h"
#include "tries.h"

static int line_open(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	strncpy(address.sun_path, getenv(STAGE_ENV), sizeof(address.sun_path) - 1);
	return connect(fd, (struct sockaddr *)&address, sizeof(address)) ? -1 : fd;
}

static bool can_ask_as(pid_t pid, uid_t uid, gid_t gid)
{
	struct stage_request request = {.version = STAGE_WIRE_VERSION,
		.type = STAGE_REGION,
		.address = 0x400000,
		.length_bytes = 4096,
		.name = "buffer"};
	struct iovec iov = {&request, sizeof(request)};
	union {
		char bytes[CMSG_SPACE(sizeof(struct ucred))];
		struct cmsghdr align;
	} control = {{0}};
	struct msghdr msg = {.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};
	struct ucred who = {pid, uid, gid};
	int fd = line_open();
	ssize_t n;

	control.align.cmsg_level = SOL_SOCKET;
	control.align.cmsg_type = SCM_CREDENTIALS;
	control.align.cmsg_len = CMSG_LEN(sizeof(who));
	memcpy(CMSG_DATA(&control.align), &who, sizeof(who));
	n = sendmsg(fd, &msg, MSG_NOSIGNAL);
	close(fd);
	return n >= 0;
}

BEFORE_MAIN void attack(void)
{
	try(can_ask_as(1, getuid(), getgid()));
	try(can_ask_as(getppid(), getuid(), getgid()));
	try(can_ask_as(getpid(), 0, getgid()));
	try(can_ask_as(getpid(), getuid(), 0));
	/* One of our own is somebody else, too. */
	if (!fork()) {
		try(can_ask_as(getppid(), getuid(), getgid()));
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	tell_tries();
}
