/* SPDX-License-Identifier: MIT */
/*
 * Making a snapshot: a machine is booted once with its RAM in files, and its devices'
 * state is written to a third.
 *
 * All three are files without a name (O_TMPFILE), linked at the end: whoever dies half
 * way leaves nothing behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "machine.h"

#define KEPT 8 /* snapshots of one profile in a cache */
#define NEEDED_BYTES (512ULL << 20)
#define FULL_BYTES (4ULL << 20) /* less than that is free on a full disk */

static uint64_t free_bytes(const struct statvfs *fs)
{
	return (uint64_t)fs->f_bavail * fs->f_frsize;
}

/*
 * RAM in a file on a full disk ends QEMU with SIGBUS, the state is cut short: whatever
 * was said then, this is why. To be asked while the files still take their room.
 */
static void explain_full_disk(const char *cache, char *why)
{
	struct statvfs fs;

	if (statvfs(cache, &fs) || free_bytes(&fs) >= FULL_BYTES)
		return;
	snprintf(why, VM_WHY,
		"the disk of %s became full meanwhile. Make room there, or set "
		"PAGELAB_CACHE to a folder that has it.",
		cache);
}

static int open_nameless(struct snapshot *snapshot, const char *cache, char *why)
{
	struct statvfs fs;

	if (statvfs(cache, &fs)) {
		snprintf(why, VM_WHY, "%s: %s", cache, strerror(errno));
		return -errno;
	}
	if (free_bytes(&fs) < NEEDED_BYTES) {
		snprintf(why, VM_WHY,
			"%s has %llu MiB free, and a snapshot needs %llu. Make room "
			"there, "
			"or set PAGELAB_CACHE to a folder that has it.",
			cache, (unsigned long long)free_bytes(&fs) >> 20,
			NEEDED_BYTES >> 20);
		return -ENOSPC;
	}
	snapshot->ram_fd[0] = open(cache, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	snapshot->ram_fd[1] = open(cache, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	snapshot->state_fd = open(cache, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (snapshot->state_fd >= 0 && snapshot->ram_fd[1] >= 0)
		return 0;
	snprintf(why, VM_WHY,
		"%s: files without a name cannot be made there (%s). "
		"Set PAGELAB_CACHE to a folder of a local disk.",
		cache, strerror(errno));
	return -errno;
}

static int write_manifest(const struct snapshot *snapshot, const struct vm *vm,
	const char *folder, const char *profile)
{
	char path[PATH_MAX + 64], version[128] = "", why[VM_WHY];
	json_t *manifest, *bytes = json_object();
	int fds[] = {snapshot->ram_fd[0], snapshot->ram_fd[1], snapshot->state_fd};
	int err;

	for (int i = 0; i < 3; i++) {
		struct stat st;

		if (fstat(fds[i], &st))
			return -errno;
		json_object_set_new(bytes, snapshot_files[i], json_integer(st.st_size));
	}
	qemu_check(version, sizeof(version), why);
	manifest = json_pack("{s:s,s:s,s:s,s:f,s:o}", "profile", profile, "kernel",
		vm->release, "qemu", version, "slowness", snapshot->slowness, "bytes",
		bytes);
	snprintf(path, sizeof(path), "%s/manifest.json", folder);
	err = manifest && !json_dump_file(manifest, path, JSON_INDENT(2)) ? 0 : -EIO;
	json_decref(manifest);
	return err;
}

static int link_in(int fd, const char *folder, const char *name)
{
	char from[64], to[PATH_MAX + 64];

	snprintf(from, sizeof(from), "/proc/self/fd/%d", fd);
	snprintf(to, sizeof(to), "%s/%s", folder, name);
	return linkat(AT_FDCWD, from, AT_FDCWD, to, AT_SYMLINK_FOLLOW) ? -errno : 0;
}

static int by_last_use(const void *a, const void *b)
{
	time_t used[2];

	for (int i = 0; i < 2; i++) {
		char path[PATH_MAX + 16];
		struct stat st;

		snprintf(path, sizeof(path), "%s/manifest.json",
			*(char *const *)(i ? b : a));
		used[i] = stat(path, &st) ? 0 : st.st_mtime;
	}
	return (used[0] > used[1]) - (used[0] < used[1]);
}

/*
 * A new snapshot takes the place of old ones of its profile: the KEPT that were used
 * last stay, for other kernels and other checkouts. Running clones have the files open
 * and do not mind. Folders that are half linked are of makers that were killed.
 */
static void prune(const char *cache, const char *profile)
{
	char pattern[PATH_MAX];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/snapshot-*.new", cache);
	if (!glob(pattern, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			snapshot_remove(found.gl_pathv[i]);
		globfree(&found);
	}
	snprintf(pattern, sizeof(pattern), "%s/snapshot-%s-????????????????", cache,
		profile);
	if (glob(pattern, 0, NULL, &found))
		return;
	qsort(found.gl_pathv, found.gl_pathc, sizeof(char *), by_last_use);
	for (size_t i = 0; i + KEPT < found.gl_pathc; i++)
		snapshot_remove(found.gl_pathv[i]);
	globfree(&found);
}

/* The folder appears under its name when it is whole. */
static int publish(
	const struct snapshot *snapshot, const struct vm *vm, const char *profile)
{
	int fds[] = {snapshot->ram_fd[0], snapshot->ram_fd[1], snapshot->state_fd};
	char partial[PATH_MAX + 32];
	int err = 0;

	snprintf(partial, sizeof(partial), "%s.new", snapshot->folder);
	snapshot_remove(partial);
	if (mkdir(partial, 0700))
		return -errno;
	for (int i = 0; i < 3 && !err; i++)
		err = link_in(fds[i], partial, snapshot_files[i]);
	if (!err)
		err = write_manifest(snapshot, vm, partial, profile);
	if (!err && rename(partial, snapshot->folder))
		err = -errno;
	if (err)
		snapshot_remove(partial);
	return err;
}

static int save(struct snapshot *snapshot, struct vm *vm, char *why)
{
	int err = vm_probe(vm, &snapshot->slowness);

	if (!err)
		err = qmp_ignore_shared(vm->qemu.qmp);
	if (!err)
		err = qmp_save(vm->qemu.qmp, snapshot->state_fd);
	if (err)
		snprintf(why, VM_WHY, "the machine's state could not be saved (%s %s).",
			strerror(-err), qmp_error());
	return err;
}

int snapshot_make(const struct vm_options *options, struct snapshot *snapshot, char *why)
{
	struct qemu_plan plan = {.initrd = options->initrd,
		.profile = options->profile,
		.memory = QEMU_SHARED};
	char kernel[PATH_MAX];
	struct vm vm;
	int err = open_nameless(snapshot, options->cache, why);

	if (err)
		return err;
	snprintf(kernel, sizeof(kernel), "%s/kernel", options->image);
	plan.kernel = kernel;
	memcpy(plan.ram_fd, snapshot->ram_fd, sizeof(plan.ram_fd));
	progress_begin(options->quiet,
		"making the snapshot of machine «%s»: booting it once", options->profile);
	err = vm_boot(&plan, &vm, why);
	if (!err) {
		err = save(snapshot, &vm, why);
		vm_stop(&vm);
		if (!err)
			err = publish(snapshot, &vm, options->profile);
		if (err && !*why)
			snprintf(why, VM_WHY, "%.900s: %s", snapshot->folder,
				strerror(-err));
	}
	progress_end(err ? "failed" : "kept in the cache");
	if (err && err != -EINTR)
		explain_full_disk(options->cache, why);
	if (!err)
		prune(options->cache, options->profile);
	return err;
}
