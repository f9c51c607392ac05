/* SPDX-License-Identifier: MIT */
/* Opening a machine, by clone or by a cold boot, and how it ended (vm.h). */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "machine.h"

#define BOOT_MS 180000
#define CLONE_MS 20000
#define SEED_BYTES 32

void vm_interrupt(void)
{
	link_interrupted = 1;
}

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

static int expect_release(struct vm *vm, enum channel_type type, int64_t bound_ms)
{
	struct frame frame;
	int err = vm_receive(vm, link_now_ms() + bound_ms, -1, &frame);

	if (err)
		return err;
	if (frame.type != type || !frame.size || frame.data[frame.size - 1])
		return -EPROTO;
	snprintf(vm->release, sizeof(vm->release), "%s", (const char *)frame.data);
	return 0;
}

static int ping(struct vm *vm, int64_t bound_ms)
{
	int err = vm_send(vm, CHANNEL_PING, "", 0);

	return err ? err : expect_release(vm, CHANNEL_PONG, bound_ms);
}

int vm_ping(struct vm *vm)
{
	return ping(vm, CLONE_MS);
}

static int wake(struct vm *vm)
{
	struct {
		uint64_t ns;
		unsigned char seed[SEED_BYTES];
	} payload;
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	payload.ns = now.tv_sec * 1000000000ULL + now.tv_nsec;
	if (getrandom(payload.seed, sizeof(payload.seed), 0) != sizeof(payload.seed))
		return -EIO;
	return vm_command(vm, CHANNEL_WAKE, &payload, sizeof(payload));
}

static int start(const struct qemu_plan *plan, struct vm *vm, char *why)
{
	int err;

	*vm = (struct vm){.slowness = 1.0, .cold = plan->memory != QEMU_PRIVATE};
	err = qemu_start(plan, &vm->qemu, why);
	if (!err)
		err = link_init(&vm->link, vm->qemu.channel);
	if (!err)
		err = qmp_connect(vm->qemu.qmp);
	return err;
}

void vm_stop(struct vm *vm)
{
	qemu_stop(&vm->qemu);
	link_deinit(&vm->link);
}

/* What to say of a machine that did not come up. */
static void explain(struct vm *vm, int err, const char *what, char *why)
{
	if (vm->fate == VM_PANICKED)
		snprintf(why, VM_WHY, "%s: the guest's kernel died: %.800s", what,
			vm->last_words);
	else if (err == -ENOTCONN)
		snprintf(why, VM_WHY, "%s: QEMU ended unexpectedly.", what);
	else if (err == -ETIMEDOUT)
		snprintf(why, VM_WHY, "%s: the agent in the guest did not answer.", what);
	else if (err && !*why)
		snprintf(why, VM_WHY, "%s: %s.", what, strerror(-err));
}

int vm_boot(const struct qemu_plan *plan, struct vm *vm, char *why)
{
	int err = qemu_check(NULL, 0, why);

	if (err)
		return err;
	err = start(plan, vm, why);
	if (!err)
		err = expect_release(vm, CHANNEL_READY, BOOT_MS);
	if (err) {
		explain(vm, err, "booting the machine", why);
		vm_stop(vm);
	}
	return err;
}

static int clone_from(const struct snapshot *snapshot, struct vm *vm, char *why)
{
	struct qemu_plan plan = {.memory = QEMU_PRIVATE,
		.ram_fd = {snapshot->ram_fd[0], snapshot->ram_fd[1]}};
	int err = start(&plan, vm, why);

	if (!err)
		err = qmp_ignore_shared(vm->qemu.qmp);
	if (!err)
		err = qmp_load(vm->qemu.qmp, snapshot->state_fd);
	if (!err)
		err = ping(vm, CLONE_MS);
	if (err) {
		explain(vm, err, "waking a clone of the snapshot", why);
		vm_stop(vm);
	}
	vm->slowness = snapshot->slowness;
	return err;
}

static bool is_final(int err)
{
	return err == -EINTR || err == -ENOENT || err == -ENOEXEC;
}

/* A snapshot that cannot be woken is made anew, once. */
static int open_clone(const struct vm_options *options, struct vm *vm, char *why)
{
	struct snapshot snapshot;
	int err = 0;

	for (int i = 0; i < 2; i++) {
		err = snapshot_open(options, &snapshot, why);
		if (err)
			return err;
		err = clone_from(&snapshot, vm, why);
		if (!err || err == -EINTR || options->sealed) {
			snapshot_close(&snapshot);
			return err;
		}
		if (!options->quiet)
			fprintf(stderr, "%s Making that snapshot anew.\n", why);
		snapshot_discard(&snapshot);
	}
	return err;
}

static int open_cold(const struct vm_options *options, struct vm *vm, char *why)
{
	struct qemu_plan plan = {.initrd = options->initrd,
		.profile = options->profile,
		.memory = QEMU_PLAIN,
		.ram_fd = {-1, -1},
		.state_fd = -1};
	char kernel[PATH_MAX];
	int err;

	snprintf(kernel, sizeof(kernel), "%s/kernel", options->image);
	plan.kernel = kernel;
	progress_begin(options->quiet, "booting a machine cold");
	err = vm_boot(&plan, vm, why);
	progress_end(err ? "failed" : "up");
	if (!err)
		err = vm_probe(vm, &vm->slowness);
	return err;
}

static int open_any(const struct vm_options *options, struct vm *vm, char *why)
{
	int err;

	why[0] = '\0';
	if (!vm_profile_arguments(options->profile)) {
		snprintf(why, VM_WHY, "There is no machine profile «%s».",
			options->profile);
		return -ENOENT;
	}
	err = qemu_check_settings(why);
	if (err)
		return err;
	if (options->cold)
		return open_cold(options, vm, why);
	err = open_clone(options, vm, why);
	if (!err || is_final(err))
		return err;
	fprintf(stderr,
		"No snapshot can be used: %s\nBooting cold instead (some 4 s a check).\n",
		why);
	why[0] = '\0';
	return open_cold(options, vm, why);
}

int vm_open(const struct vm_options *options, struct vm **ret, char *why)
{
	struct vm *vm = calloc(1, sizeof(*vm));
	int err = vm ? open_any(options, vm, why) : -ENOMEM;

	if (!err) {
		err = wake(vm);
		if (err) {
			explain(vm, err, "setting the machine's clock", why);
			vm_stop(vm);
		}
	}
	if (err)
		free(vm);
	else
		*ret = vm;
	return err;
}

void vm_close(struct vm *vm)
{
	if (!vm)
		return;
	vm_stop(vm);
	free(vm);
}
