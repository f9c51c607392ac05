/* SPDX-License-Identifier: MIT */
/* A program's run in the guest: frames to callbacks, input and terminal back. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "talk.h"
#include "wait.h"

static volatile sig_atomic_t resized;

static void on_resize(int signal)
{
	(void)signal;
	resized = 1;
}

static size_t pack_strings(char *to, const char *const *strings, uint16_t *ret_nr)
{
	size_t at = 0;

	for (*ret_nr = 0; strings && strings[*ret_nr]; ++*ret_nr) {
		size_t size = strlen(strings[*ret_nr]) + 1;

		if (to)
			memcpy(to + at, strings[*ret_nr], size);
		at += size;
	}
	return at;
}

static int start(struct vm *vm, const struct vm_run *run)
{
	struct channel_run head = {.uid = run->uid,
		.gid = run->gid,
		.flags = (run->tty ? CHANNEL_RUN_TTY : 0) |
			 (run->same_addresses ? CHANNEL_RUN_SAME : 0)};
	size_t args = pack_strings(NULL, run->args, &head.nr_args);
	size_t env = pack_strings(NULL, run->env, &head.nr_env);
	char *payload = malloc(sizeof(head) + args + env);
	int err;

	if (!payload)
		return -ENOMEM;
	memcpy(payload, &head, sizeof(head));
	pack_strings(payload + sizeof(head), run->args, &head.nr_args);
	pack_strings(payload + sizeof(head) + args, run->env, &head.nr_env);
	err = vm_command(vm, CHANNEL_RUN, payload, sizeof(head) + args + env);
	free(payload);
	return err;
}

static int send_winsize(struct vm *vm)
{
	struct winsize size;
	uint16_t cells[2];

	resized = 0;
	if (ioctl(0, TIOCGWINSZ, &size))
		return 0;
	cells[0] = size.ws_row;
	cells[1] = size.ws_col;
	return vm_send(vm, CHANNEL_WINSIZE, cells, sizeof(cells));
}

/* At the end of the input the guest's program is told once. */
static int pass_input(struct vm *vm, int *input)
{
	char data[4096];
	ssize_t n = read(*input, data, sizeof(data));

	if (n < 0 && errno == EINTR)
		return 0;
	if (n <= 0)
		*input = -1;
	return vm_send(vm, CHANNEL_INPUT, data, n > 0 ? n : 0);
}

/* 1 when the program has ended. */
static int take_frame(const struct vm_run *run, const struct frame *frame,
	bool *ret_taken, int *ret_status)
{
	const char *data = (const char *)frame->data;
	int32_t status;

	switch (frame->type) {
	case CHANNEL_OUT:
	case CHANNEL_ERR:
		if (run->on_output)
			run->on_output(
				run->arg, frame->type == CHANNEL_ERR, data, frame->size);
		return 0;
	case CHANNEL_REPORT:
		if (run->on_report)
			run->on_report(run->arg, data, frame->size);
		return 0;
	case CHANNEL_TAKEN:
		*ret_taken = true;
		return 0;
	case CHANNEL_EXIT:
		if (frame->size != sizeof(status))
			return -EPROTO;
		memcpy(&status, data, sizeof(status));
		*ret_status = status;
		return 1;
	default:
		return -EPROTO;
	}
}

static int follow(struct vm *vm, const struct vm_run *run, int *ret_status)
{
	int64_t deadline_ms = run->seconds ? wait_now_ms() + run->seconds * 1000LL : -1;
	int input = run->input, err = 0;
	bool taken = true; /* it has room for more of its input */

	if (input < 0)
		err = vm_send(vm, CHANNEL_INPUT, "", 0);
	resized = run->tty;
	while (!err) {
		struct frame frame;

		if (resized)
			err = send_winsize(vm);
		if (!err)
			err = vm_receive(vm, deadline_ms, taken ? input : -1, &frame);
		if (err == -EAGAIN) {
			err = pass_input(vm, &input);
			taken = false;
		} else if (!err) {
			err = take_frame(run, &frame, &taken, ret_status);
		}
	}
	return err > 0 ? 0 : err;
}

int vm_input(struct vm *vm, const void *data, size_t size)
{
	return vm_send(vm, CHANNEL_INPUT, data, size);
}

static void to_raw(struct termios *ret_old)
{
	struct termios raw;

	tcgetattr(0, ret_old);
	raw = *ret_old;
	cfmakeraw(&raw);
	tcsetattr(0, TCSADRAIN, &raw);
	sigaction(SIGWINCH, &(struct sigaction){.sa_handler = on_resize}, NULL);
}

int vm_run(struct vm *vm, const struct vm_run *run, int *ret_status)
{
	bool raw = run->tty && isatty(0);
	struct termios old;
	int32_t signal = SIGKILL;
	int err = start(vm, run);

	if (err)
		return err;
	if (raw)
		to_raw(&old);
	err = follow(vm, run, ret_status);
	if (raw)
		tcsetattr(0, TCSADRAIN, &old);
	if (err == -ETIMEDOUT)
		vm_send(vm, CHANNEL_KILL, &signal, sizeof(signal));
	return err;
}
