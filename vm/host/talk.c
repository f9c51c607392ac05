/* SPDX-License-Identifier: MIT */
/* What is sent to a machine, what it answers, and how it ended (talk.h). */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "talk.h"
#include "words.h"

enum vm_fate vm_fate(const struct vm *vm)
{
	return vm->fate;
}

const char *vm_last_words(const struct vm *vm)
{
	return vm->last_words;
}

const char *vm_kernel_release(const struct vm *vm)
{
	return vm->release;
}

const char *vm_qemu_version(const struct vm *vm)
{
	return vm->qemu_version;
}

double vm_slowness(const struct vm *vm)
{
	return vm->slowness;
}

const char *vm_start_kind(const struct vm *vm)
{
	return vm->cold ? "cold" : "clone";
}

pid_t vm_qemu_pid(const struct vm *vm)
{
	return vm->qemu.pid;
}

/* Reads the console and settles how the machine ended, once it has. */
static void settle_fate(struct vm *vm)
{
	static char console[256 * 1024];
	off_t size = lseek(vm->qemu.console, 0, SEEK_END);
	off_t from = size > (off_t)sizeof(console) ? size - (off_t)sizeof(console) : 0;
	ssize_t n = pread(vm->qemu.console, console, sizeof(console), from);

	words_find(console, n > 0 ? n : 0, vm->last_words, sizeof(vm->last_words));
	vm->fate = vm->last_words[0] ? VM_PANICKED : VM_KILLED;
}

int vm_receive(struct vm *vm, int64_t deadline_ms, int other_fd, struct frame *ret)
{
	int err;

	if (vm->fate != VM_RUNS)
		return -ENOTCONN;
	err = link_receive(&vm->link, deadline_ms, other_fd, ret);
	if (err == -ENOTCONN || err == -EBADMSG) {
		settle_fate(vm);
		err = -ENOTCONN;
	}
	return err;
}

int vm_send(struct vm *vm, enum channel_type type, const void *data, size_t size)
{
	int err =
		vm->fate == VM_RUNS ? link_send(&vm->link, type, data, size) : -ENOTCONN;

	if (err == -ENOTCONN && vm->fate == VM_RUNS)
		settle_fate(vm);
	return err;
}
