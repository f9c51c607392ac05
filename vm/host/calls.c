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

int vm_put_fd(struct vm *vm, int fd, const char *guest_path, mode_t mode)
{
	struct stat st;
	char *data;
	int err;

	if (fstat(fd, &st))
		return -errno;
	data = malloc(st.st_size + 1);
	if (!data)
		return -ENOMEM;
	if (pread(fd, data, st.st_size, 0) == st.st_size)
		err = vm_put(vm, guest_path, mode, data, st.st_size);
	else
		err = -EIO;
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

static int receive_file(struct vm *vm, char **data, size_t *size)
{
	for (;;) {
		struct frame frame;
		int err = vm_receive(vm, wait_now_ms() + ANSWER_MS, -1, &frame);
		char *larger;
		int32_t code;

		if (err)
			return err;
		if (frame.type == CHANNEL_DONE && frame.size >= sizeof(code)) {
			memcpy(&code, frame.data, sizeof(code));
			return code;
		}
		if (frame.type != CHANNEL_DATA)
			return -EPROTO;
		larger = realloc(*data, *size + frame.size + 1);
		if (!larger)
			return -ENOMEM;
		*data = larger;
		memcpy(*data + *size, frame.data, frame.size);
		*size += frame.size;
		(*data)[*size] = '\0';
	}
}

int vm_get(struct vm *vm, const char *guest_path, char **ret, size_t *ret_size)
{
	char *data = calloc(1, 1);
	size_t size = 0;
	int err = data ? vm_send(vm, CHANNEL_GET, guest_path, strlen(guest_path) + 1)
		       : -ENOMEM;

	if (!err)
		err = receive_file(vm, &data, &size);
	if (err) {
		free(data);
		return err;
	}
	*ret = data;
	if (ret_size)
		*ret_size = size;
	return 0;
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
