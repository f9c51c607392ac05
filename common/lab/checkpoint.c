/* SPDX-License-Identifier: MIT */
/*
 * The learner's side of the conversation in wire.h. It must not disturb the
 * program: it takes a descriptor out of the way of the program's own, allocates
 * nothing, and treats every failure as “nobody is there”.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "checkpoint.h"
#include "common/kernel/descriptor.h"
#include "common/kernel/kfile.h"
#include "wire.h"

/* Descriptors of the program count from 3, with or without a checker. */
#define FD_OUT_OF_THE_WAY 500

/*
 * The one state: which connection belongs to this process. The inode tells whether the
 * descriptor is still ours after the program closed all it had and opened others.
 */
static struct {
	pthread_mutex_t lock;
	pid_t pid;
	int fd;
	ino_t inode;
} line = {.lock = PTHREAD_MUTEX_INITIALIZER, .fd = -1};

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Another thread of the parent may have held the lock at the time of the fork. */
static void in_new_child(void)
{
	pthread_mutex_init(&line.lock, NULL);
}

static void watch_forks(void)
{
	pthread_atfork(NULL, NULL, in_new_child);
}

static bool line_is_ours(void)
{
	struct stat st;

	return line.fd >= 0 && !fstat(line.fd, &st) && S_ISSOCK(st.st_mode) &&
	       st.st_ino == line.inode;
}

static void line_close(void)
{
	if (line_is_ours())
		close(line.fd);
	line.fd = -1;
}

static int line_open(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct stat st;
	int fd;

	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	fd = descriptor_move_up(fd, FD_OUT_OF_THE_WAY);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) || fstat(fd, &st)) {
		int r = -errno;

		close(fd);
		return r;
	}
	line.fd = fd;
	line.inode = st.st_ino;
	line.pid = getpid();
	return 0;
}

/* Waits for the reply; *ret_fd is the descriptor that came with it, or -1. */
static int receive_reply(int *ret_fd)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	struct stage_reply reply;
	struct iovec iov = {&reply, sizeof(reply)};
	struct msghdr msg = {.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};
	struct cmsghdr *cmsg;
	ssize_t n;

	do {
		n = recvmsg(line.fd, &msg, MSG_CMSG_CLOEXEC);
	} while (n < 0 && errno == EINTR);
	if (n != sizeof(reply))
		return n < 0 ? -errno : -EPIPE;
	*ret_fd = -1;
	cmsg = CMSG_FIRSTHDR(&msg);
	if (cmsg && cmsg->cmsg_level == SOL_SOCKET && cmsg->cmsg_type == SCM_RIGHTS)
		memcpy(ret_fd, CMSG_DATA(cmsg), sizeof(int));
	return reply.error;
}

static int ask_locked(const char *path, const struct stage_request *request, int *ret_fd)
{
	ssize_t n;
	int r;

	if (line.pid != getpid() || !line_is_ours()) {
		line_close();
		r = line_open(path);
		if (r)
			return r;
	}
	do {
		n = send(line.fd, request, sizeof(*request), MSG_NOSIGNAL);
	} while (n < 0 && errno == EINTR);
	r = n < 0 ? -errno : receive_reply(ret_fd);
	if (r == -EPIPE || r == -ECONNRESET)
		line_close();
	return r;
}

/* -ENOTCONN when the program runs alone. */
static int ask(uint32_t type, const char *name, const void *address, size_t length_bytes,
	int *ret_fd)
{
	const char *path = getenv(STAGE_ENV);
	struct stage_request request = {.version = STAGE_WIRE_VERSION,
		.type = type,
		.address = (uintptr_t)address,
		.length_bytes = length_bytes};
	int r, saved = errno;

	if (!path)
		return -ENOTCONN;
	strncpy(request.name, name ? name : "", sizeof(request.name) - 1);
	pthread_once(&once, watch_forks);
	pthread_mutex_lock(&line.lock);
	r = ask_locked(path, &request, ret_fd);
	pthread_mutex_unlock(&line.lock);
	errno = saved;
	return r;
}

static void tell(
	uint32_t type, const char *name, const void *address, size_t length_bytes)
{
	int fd = -1, saved = errno;

	fflush(stdout);
	ask(type, name, address, length_bytes, &fd);
	if (fd >= 0)
		close(fd);
	errno = saved;
}

void lab_region(const char *name, const void *address, size_t length_bytes)
{
	tell(STAGE_REGION, name, address, length_bytes);
}

void lab_checkpoint(const char *name)
{
	tell(STAGE_CHECKPOINT, name, NULL, 0);
}

void lab_sample(const char *name)
{
	tell(STAGE_SAMPLE, name, NULL, 0);
}

int lab_pagemap(void)
{
	int fd = -1;
	int r = ask(STAGE_PAGEMAP, NULL, NULL, 0, &fd);

	if (r == -ENOTCONN) {
		fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
		return fd < 0 ? -errno : fd;
	}
	if (r)
		return r;
	return fd < 0 ? -EPROTO : fd;
}

static int write_sysctl(const char *name, const char *value)
{
	char path[256];

	if (snprintf(path, sizeof(path), "/proc/sys/%s", name) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	return kfile_put(path, value);
}

int lab_sysctl(const char *name, const char *value)
{
	char text[STAGE_NAME_BYTES];
	int fd = -1, r, saved = errno;

	if (snprintf(text, sizeof(text), "%s=%s", name, value) >= (int)sizeof(text))
		return -ENAMETOOLONG;
	r = ask(STAGE_SYSCTL, text, NULL, 0, &fd);
	if (r == -ENOTCONN)
		r = write_sysctl(name, value);
	if (fd >= 0)
		close(fd);
	errno = saved;
	return r;
}

long lab_size(int argc, char **argv, int index, long fallback)
{
	char *end;
	long value;

	if (index >= argc)
		return fallback;
	errno = 0;
	value = strtol(argv[index], &end, 10);
	if (!errno && end != argv[index] && !*end && value > 0)
		return value;
	fprintf(stderr,
		"%s: argument %d is \"%s\", but a whole number from 1 is needed\n",
		argv[0], index, argv[index]);
	exit(2);
}
