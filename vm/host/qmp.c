/* SPDX-License-Identifier: MIT */
/*
 * QEMU's monitor: JSON objects over a socket, one command at a time (QEMU Machine
 * Protocol, docs/interop/qmp-spec.txt of QEMU). Every wait is bounded.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "qmp.h"
#include "wait.h"

#define ANSWER_MS 60000

static char last_error[256];

const char *qmp_error(void)
{
	return last_error;
}

struct reader {
	int fd;
	int64_t deadline_ms;
	int err;
};

static size_t read_some(void *buffer, size_t size, void *data)
{
	struct reader *reader = data;

	for (;;) {
		struct pollfd fd = {.fd = reader->fd, .events = POLLIN};
		int64_t left = reader->deadline_ms - wait_now_ms();
		int n = left > 0 ? poll(&fd, 1, left) : 0;

		if (wait_interrupted)
			reader->err = -EINTR;
		else if (n == 0)
			reader->err = -ETIMEDOUT;
		if (reader->err)
			return (size_t)-1;
		if (n > 0)
			break;
	}
	/* A byte at a time: jansson must not read past the end of an object. */
	ssize_t n = recv(reader->fd, buffer, size ? 1 : 0, 0);

	if (n <= 0)
		reader->err = -ENOTCONN;
	return n > 0 ? (size_t)n : (size_t)-1;
}

static int receive(int fd, json_t **ret)
{
	struct reader reader = {.fd = fd, .deadline_ms = wait_now_ms() + ANSWER_MS};
	json_error_t error;

	*ret = json_load_callback(read_some, &reader, JSON_DISABLE_EOF_CHECK, &error);
	if (*ret)
		return 0;
	return reader.err ? reader.err : -EBADMSG;
}

/* The answer to a command; events that come before it are passed over. */
static int receive_answer(int fd, json_t **ret)
{
	for (;;) {
		json_t *object, *value, *error;
		int err = receive(fd, &object);

		if (err)
			return err;
		value = json_object_get(object, "return");
		if (value && ret)
			*ret = json_incref(value);
		error = json_object_get(object, "error");
		if (!value && !error) {
			json_decref(object);
			continue;
		}
		if (error)
			snprintf(last_error, sizeof(last_error), "%s",
				json_string_value(json_object_get(error, "desc")));
		json_decref(object);
		return value ? 0 : -EPROTO;
	}
}

/* Sends text, and with it a descriptor unless that is -1. */
static int send_text(int fd, const char *text, int passed_fd)
{
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(int))];
	} control = {.head = {.cmsg_len = CMSG_LEN(sizeof(int)),
			     .cmsg_level = SOL_SOCKET,
			     .cmsg_type = SCM_RIGHTS}};
	struct iovec part = {.iov_base = (char *)text, .iov_len = strlen(text)};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

	if (passed_fd >= 0) {
		memcpy(CMSG_DATA(&control.head), &passed_fd, sizeof(passed_fd));
		message.msg_control = &control;
		message.msg_controllen = sizeof(control);
	}
	if (sendmsg(fd, &message, MSG_NOSIGNAL) != (ssize_t)strlen(text))
		return -ENOTCONN;
	return 0;
}

static int command(
	int fd, const char *name, json_t *arguments, int passed_fd, json_t **ret)
{
	json_t *object = json_pack("{s:s}", "execute", name);
	char *text;
	int err;

	if (object && arguments)
		json_object_set_new(object, "arguments", arguments);
	text = object ? json_dumps(object, JSON_COMPACT) : NULL;
	json_decref(object);
	if (!text)
		return -ENOMEM;
	err = send_text(fd, text, passed_fd);
	free(text);
	return err ? err : receive_answer(fd, ret);
}

int qmp_command(int fd, const char *name, json_t *arguments, json_t **ret)
{
	return command(fd, name, arguments, -1, ret);
}

/* {"QMP": {"version": {"qemu": {"major": 7, …}, "package": "…"}, …}}; docs/interop/qmp-spec.rst. */
static void read_version(json_t *greeting, char *ret)
{
	int major, minor, micro;
	const char *package;

	*ret = '\0';
	if (json_unpack(greeting, "{s:{s:{s:{s:i, s:i, s:i}, s:s}}}", "QMP", "version",
		    "qemu", "major", &major, "minor", &minor, "micro", &micro, "package",
		    &package))
		return;
	snprintf(ret, QMP_VERSION, "%d.%d.%d%s%s%s", major, minor, micro,
		*package ? " (" : "", package, *package ? ")" : "");
}

int qmp_connect(int fd, char *ret_version)
{
	char version[QMP_VERSION];
	json_t *greeting;
	int err = receive(fd, &greeting);

	if (err)
		return err;
	read_version(greeting, version);
	json_decref(greeting);
	err = qmp_command(fd, "qmp_capabilities", NULL, NULL);
	if (!err)
		strcpy(ret_version, version);
	return err;
}

int qmp_ignore_shared(int fd)
{
	return qmp_command(fd, "migrate-set-capabilities",
		json_pack("{s:[{s:s,s:b}]}", "capabilities", "capability",
			"x-ignore-shared", "state", 1),
		NULL);
}

static int migration_status(int fd, char *ret, size_t size)
{
	const char *status = "none";
	json_t *answer = NULL;
	int err = qmp_command(fd, "query-migrate", NULL, &answer);

	if (!err)
		json_unpack(answer, "{s?s}", "status", &status);
	snprintf(ret, size, "%s", status);
	json_decref(answer);
	return err;
}

static int wait_for_migration(int fd)
{
	const struct timespec pause = {.tv_nsec = 5000000};
	int64_t deadline_ms = wait_now_ms() + ANSWER_MS;
	char status[32];

	while (wait_now_ms() < deadline_ms) {
		int err = migration_status(fd, status, sizeof(status));

		if (err)
			return err;
		if (!strcmp(status, "completed"))
			return 0;
		if (!strcmp(status, "failed") || !strcmp(status, "cancelled"))
			return -EIO;
		nanosleep(&pause, NULL);
	}
	return -ETIMEDOUT;
}

/* Until the socket can be read from or written to (events). */
static int wait_for_socket(int fd, short events, int64_t deadline_ms)
{
	for (;;) {
		struct pollfd polled = {.fd = fd, .events = events};
		int64_t left = deadline_ms - wait_now_ms();

		if (wait_interrupted)
			return -EINTR;
		if (left <= 0)
			return -ETIMEDOUT;
		if (poll(&polled, 1, left) > 0)
			return 0;
	}
}

/* From the socket into the file, until QEMU closes its end. */
static int store(int fd, int state_fd)
{
	int64_t deadline_ms = wait_now_ms() + ANSWER_MS;
	char buffer[65536];

	for (;;) {
		int err = wait_for_socket(fd, POLLIN, deadline_ms);
		ssize_t n = err ? 0 : recv(fd, buffer, sizeof(buffer), 0);

		if (err || n == 0)
			return err;
		if (n < 0)
			return -errno;
		for (ssize_t done = 0, written; done < n; done += written) {
			written = write(state_fd, buffer + done, n - done);
			if (written < 0)
				return -errno;
		}
	}
}

/* From the file, from where it stands to its end, into the socket. */
static int feed(int state_fd, int fd)
{
	int64_t deadline_ms = wait_now_ms() + ANSWER_MS;
	char buffer[65536];
	ssize_t n;

	while ((n = read(state_fd, buffer, sizeof(buffer))) > 0) {
		for (ssize_t done = 0, sent; done < n; done += sent) {
			int err = wait_for_socket(fd, POLLOUT, deadline_ms);

			if (err)
				return err;
			sent = send(
				fd, buffer + done, n - done, MSG_DONTWAIT | MSG_NOSIGNAL);
			if (sent < 0 && errno != EAGAIN)
				return -ENOTCONN;
			if (sent < 0)
				sent = 0;
		}
	}
	return n < 0 ? -errno : 0;
}

/*
 * The state goes through a socket, for QEMU 10 warns of a file's descriptor and 11 refuses it.
 * *ret_fd is our end of it, which the caller closes.
 */
static int migrate(int fd, const char *name, int *ret_fd)
{
	int pair[2], err;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return -errno;
	err = command(fd, "getfd", json_pack("{s:s}", "fdname", "state"), pair[1], NULL);
	close(pair[1]);
	if (!err)
		err = qmp_command(fd, name, json_pack("{s:s}", "uri", "fd:state"), NULL);
	if (err)
		close(pair[0]);
	else
		*ret_fd = pair[0];
	return err;
}

int qmp_save(int fd, int state_fd)
{
	int socket, err = migrate(fd, "migrate", &socket);

	if (err)
		return err;
	err = store(socket, state_fd);
	close(socket);
	return err ? err : wait_for_migration(fd);
}

int qmp_load(int fd, int state_fd)
{
	int socket, err = migrate(fd, "migrate-incoming", &socket);

	if (err)
		return err;
	err = feed(state_fd, socket);
	close(socket);
	return err;
}
