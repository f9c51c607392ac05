/* SPDX-License-Identifier: MIT */
/*
 * Opening a machine (vm.h): by a clone of a snapshot, which is made first where there is none, or
 * by a cold boot.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "progress.h"
#include "qmp.h"
#include "snapshot.h"
#include "talk.h"
#include "wait.h"

#define BOOT_MS 180000
#define CLONE_MS 20000
#define SEED_BYTES 32
#define PROBE_REFERENCE_MS 300.0
#define WAKE_REFERENCE_MS 150.0
/* What is slower than that was held up for a moment. */
#define WAKE_MAX_SLOWNESS 10.0

static int expect_release(struct vm *vm, enum channel_type type, int64_t bound_ms)
{
	struct frame frame;
	int err = vm_receive(vm, wait_now_ms() + bound_ms, -1, &frame);

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

int vm_pause(struct vm *vm)
{
	return qmp_command(vm->qemu.qmp, "stop", NULL, NULL);
}

int vm_continue(struct vm *vm)
{
	return qmp_command(vm->qemu.qmp, "cont", NULL, NULL);
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

static const int no_disks[VM_DISKS] = {-1, -1};

static void close_disks(const int fd[VM_DISKS])
{
	for (int i = 0; i < VM_DISKS; i++)
		if (fd[i] >= 0)
			close(fd[i]);
}

static int open_disks(const struct vm_options *options, int ret_fd[VM_DISKS], char *why)
{
	int fd[VM_DISKS];

	memcpy(ret_fd, no_disks, sizeof(no_disks));
	if (!options->tools)
		return 0;
	fd[0] = open(options->tools, O_RDONLY | O_CLOEXEC);
	fd[1] = open(options->cache, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd[0] >= 0 && fd[1] >= 0 && !ftruncate(fd[1], (off_t)VM_SCRATCH_MIB << 20)) {
		memcpy(ret_fd, fd, sizeof(fd));
		return 0;
	}
	snprintf(why, VM_WHY, "The shell's disks, %.400s and a new one in %.400s: %s.",
		options->tools, options->cache, strerror(errno));
	close_disks(fd);
	return -EIO;
}

static int start(const struct qemu_plan *plan, struct vm *vm, char *why)
{
	int err;

	*vm = (struct vm){
		.slowness = 1.0, .listen_fd = -1, .cold = plan->memory != QEMU_PRIVATE};
	err = qemu_start(plan, &vm->qemu, why);
	if (!err)
		err = link_init(&vm->link, vm->qemu.channel);
	if (!err)
		err = qmp_connect(vm->qemu.qmp, vm->qemu_version);
	return err;
}

static void stop(struct vm *vm)
{
	share_end(vm);
	qemu_stop(&vm->qemu);
	link_deinit(&vm->link);
}

/* What to say of a machine that did not come up. */
static void explain(struct vm *vm, int err, const char *what, char *why)
{
	char end[128];

	if (vm->fate == VM_PANICKED)
		snprintf(why, VM_WHY, "%s: the guest's kernel died: %.800s", what,
			vm->last_words);
	else if (err == -ENOTCONN) {
		qemu_end(&vm->qemu, end, sizeof(end));
		snprintf(why, VM_WHY, "%s: QEMU ended unexpectedly%s.", what, end);
	} else if (err == -ETIMEDOUT)
		snprintf(why, VM_WHY, "%s: the agent in the guest did not answer.", what);
	else if (err && !*why)
		snprintf(why, VM_WHY, "%s: %s.", what, strerror(-err));
}

/* Until the agent is ready; the machine is not woken. The files are empty for QEMU_PLAIN. */
static int boot(const struct vm_options *options, enum qemu_memory memory,
	const struct snapshot *files, const int disk_fd[VM_DISKS], struct vm *vm,
	char *why)
{
	struct qemu_plan plan = {.initrd = options->initrd,
		.profile = options->profile,
		.unrecorded = options->unrecorded,
		.size = files->size,
		.memory = memory,
		.bare = files->bare,
		/* What counts is no part of a snapshot. */
		.traffic = memory == QEMU_PLAIN ? options->traffic : NULL};
	char kernel[PATH_MAX];
	int err = qemu_check(NULL, 0, why);

	if (!err)
		err = qemu_check_image(options->image, why);
	if (err)
		return err;
	memcpy(plan.ram_fd, files->ram_fd, sizeof(plan.ram_fd));
	memcpy(plan.disk_fd, disk_fd, sizeof(plan.disk_fd));
	snprintf(kernel, sizeof(kernel), "%s/kernel", options->image);
	plan.kernel = kernel;
	err = start(&plan, vm, why);
	if (!err)
		err = expect_release(vm, CHANNEL_READY, BOOT_MS);
	if (err) {
		explain(vm, err, "booting the machine", why);
		stop(vm);
	}
	return err;
}

/* How long a fixed amount of page faults takes there, the dearest thing that labs do under
 * emulation, against the reference. */
static int probe(struct vm *vm, double *ret_slowness)
{
	static const char *const args[] = {"/init", "probe", NULL};
	struct vm_run run = {.args = args, .input = -1, .seconds = 60};
	int64_t begin_ms = wait_now_ms();
	int status, err = vm_run(vm, &run, &status);
	double ratio;

	if (err)
		return err;
	ratio = (wait_now_ms() - begin_ms) / PROBE_REFERENCE_MS;
	*ret_slowness = ratio < 1.0 ? 1.0 : ratio;
	return status ? -EIO : 0;
}

/* Measures the machine, and writes its devices' state. */
static int save(struct vm *vm, struct snapshot *snapshot, char *why)
{
	int err = probe(vm, &snapshot->slowness);

	if (!err)
		err = qmp_ignore_shared(vm->qemu.qmp);
	if (!err)
		err = qmp_save(vm->qemu.qmp, snapshot->state_fd);
	if (err)
		snprintf(why, VM_WHY, "the machine's state could not be saved (%s %s).",
			strerror(-err), qmp_error());
	return err;
}

static int publish(const struct vm_options *options, struct snapshot *snapshot,
	const struct vm *vm, char *why)
{
	char version[128] = "", unused[VM_WHY];
	struct snapshot_origin origin = {
		.profile = options->profile, .kernel = vm->release, .qemu = version};
	int err;

	qemu_check(version, sizeof(version), unused);
	err = snapshot_publish(snapshot, options->cache, &origin);
	if (err)
		snprintf(why, VM_WHY, "%.900s: %s", snapshot->folder, strerror(-err));
	return err;
}

/* Boots a machine once with its RAM in files; called with the cache locked. */
static int make_snapshot(
	const struct vm_options *options, struct snapshot *snapshot, char *why)
{
	struct vm vm;
	int err = snapshot_begin(options->cache, snapshot, why);

	if (err)
		return err;
	if (!options->quiet)
		qemu_tell_untried();
	snapshot->bare = qemu_lacks_sandbox();
	progress_begin(options->quiet,
		"making the snapshot of machine “%s”: booting it once", options->profile);
	err = boot(options, QEMU_SHARED, snapshot, no_disks, &vm, why);
	if (!err) {
		err = save(&vm, snapshot, why);
		stop(&vm);
		if (!err)
			err = publish(options, snapshot, &vm, why);
	}
	progress_end(err ? "failed" : "kept in the cache");
	if (err && err != -EINTR)
		snapshot_explain_full_disk(options->cache, why);
	if (!err && lseek(snapshot->state_fd, 0, SEEK_SET) < 0)
		err = -errno;
	if (err)
		snapshot_close(snapshot);
	return err;
}

static int find_snapshot(
	const struct vm_options *options, struct snapshot *ret, char *why)
{
	struct vm_size size;
	char machine[2048];
	int err = vm_size_read(options->profile, &size, why);

	if (err)
		return err;
	err = qemu_describe(
		options->profile, options->unrecorded, &size, machine, sizeof(machine));
	if (!err)
		err = snapshot_find(options, &size, machine, ret);
	if (err)
		snprintf(why, VM_WHY, "%s: %s. `make vm-initrd` makes it.",
			options->initrd, strerror(-err));
	return err;
}

/* That of all users, where there is one that only its owner can write to. */
static int open_shared(const struct vm_options *options, struct snapshot *ret)
{
	struct vm_size size;
	char machine[2048], why[VM_WHY];
	int err = vm_size_read(options->profile, &size, why);

	if (!err)
		err = qemu_describe(options->profile, options->unrecorded, &size, machine,
			sizeof(machine));
	if (!err)
		err = snapshot_find_shared(options, &size, machine, ret);
	return err ? err : snapshot_open(ret);
}

/* The profile's snapshot, made first if there is none, or a sealed one. */
static int open_snapshot(
	const struct vm_options *options, struct snapshot *ret, char *why)
{
	int err, lock;

	if (options->sealed)
		return sealed_open(options->sealed, ret);
	if (options->share && !open_shared(options, ret))
		return 0;
	err = find_snapshot(options, ret, why);
	if (err || !snapshot_open(ret))
		return err;
	lock = snapshot_lock(options->cache, why);
	if (lock < 0)
		return lock;
	/* Another may have made it meanwhile. */
	if (snapshot_open(ret)) {
		snapshot_remove(ret->folder);
		err = make_snapshot(options, ret, why);
	}
	close(lock);
	return err;
}

/*
 * Of a host that was slow when the snapshot was made, or is busy now: by how long it took to start
 * QEMU, read the state, and let the agent answer, which has to be done anyway.
 */
static double slowness_of(const struct snapshot *snapshot, int64_t wake_ms)
{
	double now = wake_ms / WAKE_REFERENCE_MS;

	if (now > WAKE_MAX_SLOWNESS)
		now = WAKE_MAX_SLOWNESS;
	return now > snapshot->slowness ? now : snapshot->slowness;
}

static int clone_from(const struct vm_options *options, const struct snapshot *snapshot,
	const int disk_fd[VM_DISKS], struct vm *vm, char *why)
{
	struct qemu_plan plan = {.size = snapshot->size,
		.memory = QEMU_PRIVATE,
		.ram_is_read = snapshot->is_shared,
		.bare = snapshot->bare,
		.traffic = options->traffic};
	int64_t begin_ms = wait_now_ms();
	int err;

	memcpy(plan.ram_fd, snapshot->ram_fd, sizeof(plan.ram_fd));
	memcpy(plan.disk_fd, disk_fd, sizeof(plan.disk_fd));
	err = start(&plan, vm, why);
	if (!err)
		err = qmp_ignore_shared(vm->qemu.qmp);
	if (!err)
		err = qmp_load(vm->qemu.qmp, snapshot->state_fd);
	if (!err)
		err = ping(vm, CLONE_MS);
	if (err) {
		explain(vm, err, "waking a clone of the snapshot", why);
		stop(vm);
	}
	vm->slowness = slowness_of(snapshot, wait_now_ms() - begin_ms);
	return err;
}

static bool is_final(int err)
{
	return err == -EINTR || err == -ENOENT || err == -ENOEXEC;
}

/* One that cannot be woken goes, or is left to its owner. */
static void give_up_on(struct vm_options *options, struct snapshot *snapshot, char *why)
{
	if (!options->quiet)
		fprintf(stderr, "%s %s\n", why,
			snapshot->is_shared ? "The shared snapshot is left alone."
					    : "Making that snapshot anew.");
	if (!snapshot->is_shared) {
		snapshot_discard(snapshot);
		return;
	}
	snapshot_close(snapshot);
	options->share = NULL;
}

/* A snapshot that cannot be woken is made anew, once. */
static int open_clone(const struct vm_options *asked, const int disk_fd[VM_DISKS],
	struct vm *vm, char *why)
{
	struct vm_options options = *asked;
	struct snapshot snapshot;
	int err = 0, nr_made = 0;

	while (nr_made < 2) {
		err = open_snapshot(&options, &snapshot, why);
		if (err)
			return err;
		err = clone_from(&options, &snapshot, disk_fd, vm, why);
		if (!err || err == -EINTR || options.sealed) {
			snapshot_close(&snapshot);
			return err;
		}
		nr_made += !snapshot.is_shared;
		give_up_on(&options, &snapshot, why);
	}
	return err;
}

static int open_cold(const struct vm_options *options, const int disk_fd[VM_DISKS],
	struct vm *vm, char *why)
{
	struct snapshot no_files;
	struct vm_size size;
	int err = vm_size_read(options->profile, &size, why);

	if (err)
		return err;
	snapshot_init(&size, &no_files);
	no_files.bare = qemu_lacks_sandbox();
	progress_begin(options->quiet, "booting a machine cold");
	err = boot(options, QEMU_PLAIN, &no_files, disk_fd, vm, why);
	progress_end(err ? "failed" : "up");
	if (err)
		return err;
	err = probe(vm, &vm->slowness);
	if (err) {
		explain(vm, err, "measuring the machine", why);
		stop(vm);
	}
	return err;
}

static int open_with(const struct vm_options *options, const int disk_fd[VM_DISKS],
	struct vm *vm, char *why)
{
	int err;

	if (options->cold)
		return open_cold(options, disk_fd, vm, why);
	err = open_clone(options, disk_fd, vm, why);
	if (!err || is_final(err))
		return err;
	fprintf(stderr,
		"No snapshot can be used: %s\nBooting cold instead (some 4 s a check).\n",
		why);
	why[0] = '\0';
	return open_cold(options, disk_fd, vm, why);
}

static int open_any(const struct vm_options *options, struct vm *vm, char *why)
{
	int disk_fd[VM_DISKS], err;
	struct vm_size size;

	why[0] = '\0';
	if (!vm_profile_arguments(options->profile)) {
		snprintf(why, VM_WHY, "There is no machine profile “%s”.",
			options->profile);
		return -ENOENT;
	}
	err = vm_size_read(options->profile, &size, why);
	if (!err)
		err = open_disks(options, disk_fd, why);
	if (err)
		return err;
	err = open_with(options, disk_fd, vm, why);
	close_disks(disk_fd);
	return err;
}

int vm_open(const struct vm_options *options, struct vm **ret, char *why)
{
	struct vm *vm = calloc(1, sizeof(*vm));
	int err = vm ? open_any(options, vm, why) : -ENOMEM;

	if (!err) {
		err = wake(vm);
		if (err) {
			explain(vm, err, "setting the machine's clock", why);
			stop(vm);
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
	stop(vm);
	free(vm);
}

int vm_seal(const struct vm_options *options, struct snapshot **ret, char *why)
{
	struct snapshot *sealed = calloc(1, sizeof(*sealed)), cached;
	struct vm *vm;
	int err;

	*why = '\0';
	if (!sealed)
		return -ENOMEM;
	/* One that cannot be woken is made anew. */
	err = vm_open(options, &vm, why);
	if (!err) {
		vm_close(vm);
		err = open_snapshot(options, &cached, why);
	}
	if (!err) {
		err = sealed_copy_all(&cached, sealed);
		if (err)
			snprintf(why, VM_WHY, "Copying the snapshot into memory: %s.",
				strerror(-err));
		snapshot_close(&cached);
	}
	if (err)
		free(sealed);
	else
		*ret = sealed;
	return err;
}

void vm_sealed_free(struct snapshot *sealed)
{
	if (sealed)
		snapshot_close(sealed);
	free(sealed);
}
