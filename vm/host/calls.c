/* SPDX-License-Identifier: MIT */
/* What a machine is asked to do: files, settings, programs (vm.h). */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "talk.h"
#include "wait.h"

#define ANSWER_MS 60000
#define PIECE (128 * 1024)

/* `text` gets the words that came with the answer; NULL if nobody wants them. */
static int receive_done_within(struct vm *vm, int64_t ms, char *text, size_t text_size)
{
	struct frame frame;
	int32_t code;
	int err = vm_receive(vm, wait_now_ms() + ms, -1, &frame);

	if (err)
		return err;
	if (frame.type != CHANNEL_DONE || frame.size < sizeof(code))
		return -EPROTO;
	memcpy(&code, frame.data, sizeof(code));
	if (text)
		snprintf(text, text_size, "%.*s", (int)(frame.size - sizeof(code)),
			(const char *)frame.data + sizeof(code));
	return code;
}

static int receive_done(struct vm *vm)
{
	return receive_done_within(vm, ANSWER_MS, NULL, 0);
}

int vm_command(struct vm *vm, enum channel_type type, const void *data, size_t size)
{
	int err = vm_send(vm, type, data, size);

	return err ? err : receive_done(vm);
}

static int send_piece(struct vm *vm, bool first, const char *path, uint32_t mode,
	const void *data, size_t size)
{
	size_t path_size = strlen(path) + 1, head = first ? sizeof(mode) : 0;
	unsigned char *payload = malloc(head + path_size + size);
	int err;

	if (!payload)
		return -ENOMEM;
	memcpy(payload, &mode, head);
	memcpy(payload + head, path, path_size);
	memcpy(payload + head + path_size, data, size);
	err = vm_command(vm, first ? CHANNEL_PUT : CHANNEL_APPEND, payload,
		head + path_size + size);
	free(payload);
	return err;
}

int vm_put(
	struct vm *vm, const char *guest_path, mode_t mode, const void *data, size_t size)
{
	bool first = true;
	int err = 0;

	while (!err && (first || size)) {
		size_t piece = size < PIECE ? size : PIECE;

		err = send_piece(vm, first, guest_path, mode, data, piece);
		data = (const char *)data + piece;
		size -= piece;
		first = false;
	}
	return err;
}

/* An empty file takes a piece, too. */
int vm_put_fd(struct vm *vm, int fd, const char *guest_path, mode_t mode)
{
	char *data = malloc(PIECE);
	off_t at = 0;
	ssize_t n;
	int err = data ? 0 : -ENOMEM;

	while (!err && ((n = pread(fd, data, PIECE, at)) > 0 || (!n && !at))) {
		err = send_piece(vm, !at, guest_path, mode, data, n);
		at += n;
		if (!n)
			break;
	}
	if (!err && n < 0)
		err = -errno;
	free(data);
	return err;
}

int vm_put_file(struct vm *vm, const char *host_path, const char *guest_path, mode_t mode)
{
	int err, fd = open(host_path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	err = vm_put_fd(vm, fd, guest_path, mode);
	close(fd);
	return err;
}

/* The file's pieces, to take(). What fails there is told at the end: the rest comes all the same. */
static int receive_file(struct vm *vm, const char *guest_path,
	int (*take)(void *arg, const void *data, size_t size), void *arg)
{
	int failed = 0, err;

	err = vm_send(vm, CHANNEL_GET, guest_path, strlen(guest_path) + 1);
	while (!err) {
		struct frame frame;
		int32_t code;

		err = vm_receive(vm, wait_now_ms() + ANSWER_MS, -1, &frame);
		if (err)
			break;
		if (frame.type == CHANNEL_DONE && frame.size >= sizeof(code)) {
			memcpy(&code, frame.data, sizeof(code));
			return failed ? failed : code;
		}
		if (frame.type != CHANNEL_DATA)
			return -EPROTO;
		if (!failed)
			failed = take(arg, frame.data, frame.size);
	}
	return err;
}

struct text {
	char *data;
	size_t size;
};

static int take_text(void *arg, const void *data, size_t size)
{
	struct text *text = arg;
	char *larger = realloc(text->data, text->size + size + 1);

	if (!larger)
		return -ENOMEM;
	text->data = larger;
	memcpy(text->data + text->size, data, size);
	text->size += size;
	text->data[text->size] = '\0';
	return 0;
}

int vm_get(struct vm *vm, const char *guest_path, char **ret, size_t *ret_size)
{
	struct text text = {.data = calloc(1, 1)};
	int err = text.data ? receive_file(vm, guest_path, take_text, &text) : -ENOMEM;

	if (err) {
		free(text.data);
		return err;
	}
	*ret = text.data;
	if (ret_size)
		*ret_size = text.size;
	return 0;
}

static int take_to_file(void *arg, const void *data, size_t size)
{
	const int *fd = arg;

	while (size) {
		ssize_t n = write(*fd, data, size);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			data = (const char *)data + n;
			size -= n;
		}
	}
	return 0;
}

int vm_get_fd(struct vm *vm, const char *guest_path, int fd)
{
	return receive_file(vm, guest_path, take_to_file, &fd);
}

/* Sends two strings. */
static int send_pair(
	struct vm *vm, enum channel_type type, const char *first, const char *second)
{
	size_t size = strlen(first) + strlen(second) + 2;
	char *payload;
	int err;

	if (asprintf(&payload, "%s%c%s", first, '\0', second) < 0)
		return -ENOMEM;
	err = vm_send(vm, type, payload, size);
	free(payload);
	return err;
}

int vm_knob(struct vm *vm, const char *path, const char *value)
{
	int err = send_pair(vm, CHANNEL_KNOB, path, value);

	return err ? err : receive_done(vm);
}

int vm_load(struct vm *vm, const char *guest_path, const char *parameters, int seconds,
	char *why)
{
	int err = send_pair(vm, CHANNEL_LOAD, guest_path, parameters);

	*why = '\0';
	return err ? err
		   : receive_done_within(
			     vm, seconds ? seconds * 1000LL : ANSWER_MS, why, VM_WHY);
}
