/* SPDX-License-Identifier: MIT */
/*
 * The stage's ears: one poll() over the socket, its connections, the pipes and the
 * end of the program. Everything is bounded: what comes from the program is
 * hostile until proven otherwise.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "stage_priv.h"

#define RUN_FOLDER "/run/pagelab"
/* Requests of one connection in one turn. */
#define TURN_REQUESTS 16

/* Where each descriptor is in the array for poll(). */
enum poll_slot {
	SLOT_LISTEN,
	SLOT_STATUS,
	SLOT_INIT,
	SLOT_OUTPUT,
	SLOT_ERRORS,
	SLOT_LINES,
	SLOT_RECORD = SLOT_LINES + STAGE_MAX_LINES,
	NR_SLOTS = SLOT_RECORD + RECORDER_MAX_CPUS,
};

static int bind_and_listen(int fd, const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int on = 1;

	strcpy(address.sun_path, path);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) ||
		setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) ||
		chmod(path, 0666) || listen(fd, STAGE_MAX_LINES))
		return -errno;
	return 0;
}

/* In a folder of its own that only root can enter; the sandbox shows the socket. */
int stage_io_open(struct stage *stage)
{
	char folder[40] = RUN_FOLDER "/stage.XXXXXX";

	for (size_t i = 0; i < STAGE_MAX_LINES; i++)
		stage->lines[i] = -1;
	if (mkdir(RUN_FOLDER, 0700) && errno != EEXIST)
		return -errno;
	if (!mkdtemp(folder))
		return -errno;
	snprintf(stage->socket_path, sizeof(stage->socket_path), "%s/socket", folder);
	stage->listen_fd =
		socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (stage->listen_fd < 0)
		return -errno;
	return bind_and_listen(stage->listen_fd, stage->socket_path);
}

static void close_line(int *fd)
{
	close(*fd);
	*fd = -1;
}

void stage_io_close(struct stage *stage)
{
	for (size_t i = 0; i < STAGE_MAX_LINES; i++)
		if (stage->lines[i] >= 0)
			close_line(&stage->lines[i]);
	if (stage->listen_fd >= 0)
		close_line(&stage->listen_fd);
}

void stage_io_unlink(struct stage *stage)
{
	char *slash = strrchr(stage->socket_path, '/');

	if (!slash)
		return;
	unlink(stage->socket_path);
	*slash = '\0';
	rmdir(stage->socket_path);
	stage->socket_path[0] = '\0';
}

void stage_io_answer(struct stage *stage, int fd, int error, int passed_fd)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = {{0}};
	struct stage_reply reply = {.error = error};
	struct iovec iov = {&reply, sizeof(reply)};
	struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};

	if (passed_fd >= 0) {
		struct cmsghdr *cmsg = &control.align;

		msg.msg_control = &control;
		msg.msg_controllen = sizeof(control);
		cmsg->cmsg_level = SOL_SOCKET;
		cmsg->cmsg_type = SCM_RIGHTS;
		cmsg->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(cmsg), &passed_fd, sizeof(int));
	}
	if (sendmsg(fd, &msg, MSG_DONTWAIT | MSG_NOSIGNAL) == sizeof(reply))
		return;
	/* It asks and does not listen. */
	for (size_t i = 0; i < STAGE_MAX_LINES; i++)
		if (stage->lines[i] == fd)
			close_line(&stage->lines[i]);
}

static void accept_lines(struct stage *stage)
{
	size_t free_line = 0;

	for (int turn = 0; turn < STAGE_MAX_LINES; turn++) {
		int fd = accept4(
			stage->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd < 0)
			return;
		while (free_line < STAGE_MAX_LINES && stage->lines[free_line] >= 0)
			free_line++;
		if (free_line == STAGE_MAX_LINES)
			close(fd);
		else
			stage->lines[free_line] = fd;
	}
}

/*
 * Gets one request and its sender. There is room for the credentials and nothing more:
 * descriptors that a program sends along are closed by the kernel.
 */
static int receive(int fd, struct stage_request *ret, struct ucred *ret_who)
{
	union {
		char bytes[CMSG_SPACE(sizeof(struct ucred))];
		struct cmsghdr align;
	} control;
	struct iovec iov = {ret, sizeof(*ret)};
	struct msghdr msg = {.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};
	ssize_t n = recvmsg(fd, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	struct cmsghdr *cmsg;

	if (n < 0)
		return errno == EINTR ? -EAGAIN : -errno;
	cmsg = CMSG_FIRSTHDR(&msg);
	if (n != sizeof(*ret) || (msg.msg_flags & MSG_TRUNC) || !cmsg ||
		cmsg->cmsg_level != SOL_SOCKET || cmsg->cmsg_type != SCM_CREDENTIALS)
		return -EPROTO;
	memcpy(ret_who, CMSG_DATA(cmsg), sizeof(*ret_who));
	return 0;
}

/* A checkpoint that is waited for gets its answer when it is released. */
static void serve(struct stage *stage, int line, pid_t pid, struct stage_request *request)
{
	struct stage_answer answer;

	if (!stage_request_serve(stage, pid, request, &answer)) {
		stage->held_line = line;
		return;
	}
	stage_io_answer(stage, line, answer.error, answer.passed_fd);
	if (answer.passed_fd >= 0)
		close(answer.passed_fd);
}

static void serve_line(struct stage *stage, int *line)
{
	for (int turn = 0; turn < TURN_REQUESTS && *line >= 0; turn++) {
		struct stage_request request;
		struct ucred who;
		int r;

		/* A second request behind the one it waits for; leave it. */
		if (*line == stage->held_line)
			return;
		r = receive(*line, &request, &who);
		if (r == -EAGAIN)
			return;
		if (r || who.pid <= 0 || who.uid != stage->config.uid) {
			close_line(line);
			return;
		}
		serve(stage, *line, who.pid, &request);
	}
}

static void watch(struct pollfd *slot, int fd)
{
	*slot = (struct pollfd){.fd = fd, .events = POLLIN};
}

static void take_status(struct stage *stage)
{
	int r = sandbox_status(&stage->sandbox, &stage->status);

	if (!r)
		stage->main_ended = true;
}

/* The rings of the recorder, that fill while the program runs. */
static size_t watch_record(const struct stage *stage, struct pollfd *slots)
{
	size_t nr = 0;
	const int *fds = stage->recorder ? recorder_fds(stage->recorder, &nr) : NULL;

	for (size_t i = 0; i < nr; i++)
		watch(&slots[i], fds[i]);
	return nr;
}

static int read_record(struct stage *stage, const struct pollfd *slots, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (slots[i].revents)
			return stage_recorded(stage, recorder_drain(stage->recorder));
	return 0;
}

int stage_io_step(struct stage *stage, int timeout_ms)
{
	struct pollfd slots[NR_SLOTS];
	size_t nr_rings = watch_record(stage, slots + SLOT_RECORD);

	watch(&slots[SLOT_LISTEN], stage->listen_fd);
	watch(&slots[SLOT_STATUS], stage->main_ended ? -1 : stage->sandbox.status_fd);
	watch(&slots[SLOT_INIT], stage->sandbox.init_pidfd);
	watch(&slots[SLOT_OUTPUT], stage->output.fd);
	watch(&slots[SLOT_ERRORS], stage->errors.fd);
	for (size_t i = 0; i < STAGE_MAX_LINES; i++)
		watch(&slots[SLOT_LINES + i], stage->lines[i]);
	if (poll(slots, SLOT_RECORD + nr_rings, timeout_ms) < 0)
		return errno == EINTR ? 0 : -errno;
	if (slots[SLOT_STATUS].revents)
		take_status(stage);
	if (slots[SLOT_INIT].revents)
		stage->ended = true;
	if (slots[SLOT_OUTPUT].revents)
		stage_text_read(&stage->output);
	if (slots[SLOT_ERRORS].revents)
		stage_text_read(&stage->errors);
	for (size_t i = 0; i < STAGE_MAX_LINES && stage->held_line < 0; i++)
		if (slots[SLOT_LINES + i].revents)
			serve_line(stage, &stage->lines[i]);
	if (slots[SLOT_LISTEN].revents)
		accept_lines(stage);
	return read_record(stage, slots + SLOT_RECORD, nr_rings);
}
