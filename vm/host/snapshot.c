/* SPDX-License-Identifier: MIT */
/*
 * Snapshots: the RAM of each node in a sparse file, the state of the devices in
 * another, in a folder of the cache whose name holds the key. A clone maps the RAM
 * files copy-on-write, so they stay as they are.
 * snapshot_make.c makes them.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "progress.h"
#include "snapshot.h"
#include "wait.h"

#define FORMAT "1" /* of the folder's content */

void snapshot_init(const struct vm_size *size, struct snapshot *ret)
{
	*ret = (struct snapshot){.size = *size, .state_fd = -1};
	for (int node = 0; node < VM_MAX_NODES; node++)
		ret->ram_fd[node] = -1;
}

size_t snapshot_files(
	struct snapshot *snapshot, struct snapshot_file ret[SNAPSHOT_MAX_FILES])
{
	static const char *const ram[VM_MAX_NODES] = {"ram0", "ram1", "ram2", "ram3"};
	size_t nr = 0;

	for (; nr < snapshot->size.nr_nodes; nr++)
		ret[nr] = (struct snapshot_file){ram[nr], &snapshot->ram_fd[nr]};
	ret[nr++] = (struct snapshot_file){"state", &snapshot->state_fd};
	return nr;
}

static uint64_t hash(uint64_t value, const char *text)
{
	while (*text) /* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
		value = (value ^ (unsigned char)*text++) * 0x100000001b3;
	return value;
}

/* The image is what its manifest says, wherever it lies: kernel, files, packages. */
static int hash_manifest(const char *image, uint64_t *value)
{
	char path[PATH_MAX], line[512];
	uint64_t key = *value;
	FILE *file;
	int err;

	snprintf(path, sizeof(path), "%s/manifest.json", image);
	file = fopen(path, "re");
	if (!file)
		return -errno;
	while (fgets(line, sizeof(line), file))
		key = hash(key, line);
	err = ferror(file) ? -EIO : 0;
	fclose(file);
	if (!err)
		*value = key;
	return err;
}

/* make writes the initrd's checksum beside it. */
static int read_checksum(const char *initrd, char ret[65])
{
	char path[PATH_MAX];
	FILE *file;
	int n;

	snprintf(path, sizeof(path), "%s.sha256", initrd);
	file = fopen(path, "re");
	if (!file)
		return -errno;
	n = fscanf(file, "%64[0-9a-f]", ret);
	fclose(file);
	return n == 1 ? 0 : -EBADMSG;
}

/* In a cache of several users each has snapshots of their own. */
static void avoid_others(struct snapshot *snapshot)
{
	size_t length = strlen(snapshot->folder);
	struct stat st;

	if (!stat(snapshot->folder, &st) && st.st_uid != geteuid())
		snprintf(snapshot->folder + length, sizeof(snapshot->folder) - length,
			"-%u", geteuid());
}

/* Between the profile and the key; see prune() in snapshot_make.c. */
static void name_size(
	const char *profile, const struct vm_size *size, char *ret, size_t ret_size)
{
	if (vm_size_is_usual(profile, size))
		*ret = '\0';
	else
		snprintf(ret, ret_size, "-%ux%ux%u", size->nr_nodes, size->nr_cpus,
			size->node_mib);
}

static int find_in(const char *cache, const struct vm_options *options,
	const struct vm_size *size, const char *machine, struct snapshot *ret)
{
	char checksum[65], sizes[64];
	uint64_t key = 0xcbf29ce484222325;
	int err = read_checksum(options->initrd, checksum);

	if (err)
		return err;
	key = hash(hash(hash(key, FORMAT), machine), checksum);
	err = hash_manifest(options->image, &key);
	if (err)
		return err;
	snapshot_init(size, ret);
	name_size(options->profile, size, sizes, sizeof(sizes));
	snprintf(ret->folder, sizeof(ret->folder), "%s/snapshot-%s%s-%016llx", cache,
		options->profile, sizes, (unsigned long long)key);
	return 0;
}

int snapshot_find(const struct vm_options *options, const struct vm_size *size,
	const char *machine, struct snapshot *ret)
{
	int err = find_in(options->cache, options, size, machine, ret);

	if (!err)
		avoid_others(ret);
	return err;
}

int snapshot_find_shared(const struct vm_options *options, const struct vm_size *size,
	const char *machine, struct snapshot *ret)
{
	int err = find_in(options->share, options, size, machine, ret);

	if (!err)
		ret->is_shared = true;
	return err;
}

static int open_in(const char *folder, const char *name, int flags)
{
	char path[PATH_MAX + 16];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, flags | O_CLOEXEC, 0600);
	return fd < 0 ? -errno : fd;
}

static json_t *load_manifest(const char *folder)
{
	char path[PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/manifest.json", folder);
	return json_load_file(path, 0, NULL);
}

/* A file cut short, or one of another length than was written, is no snapshot. */
static int check_sizes(struct snapshot *snapshot, const json_t *manifest)
{
	struct snapshot_file files[SNAPSHOT_MAX_FILES];
	size_t nr = snapshot_files(snapshot, files);

	for (size_t i = 0; i < nr; i++) {
		json_t *size = json_object_get(
			json_object_get(manifest, "bytes"), files[i].name);
		struct stat st;

		if (fstat(*files[i].fd, &st))
			return -errno;
		if (!json_is_integer(size) || st.st_size != json_integer_value(size))
			return -EBADMSG;
	}
	return 0;
}

static bool others_may_write(const struct stat *st)
{
	return st->st_mode & (S_IWGRP | S_IWOTH);
}

/* Whoever can write to what all users start from can change their machines. */
static int check_shared(struct snapshot *snapshot)
{
	struct snapshot_file files[SNAPSHOT_MAX_FILES];
	size_t nr = snapshot_files(snapshot, files);
	struct stat st;

	if (stat(snapshot->folder, &st))
		return -errno;
	if (others_may_write(&st))
		return -EPERM;
	for (size_t i = 0; i < nr; i++) {
		if (fstat(*files[i].fd, &st))
			return -errno;
		if (others_may_write(&st))
			return -EPERM;
	}
	return 0;
}

/* The manifest's time is that of the last use: see prune() in snapshot_make.c. */
static void note_use(const char *folder)
{
	char path[PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/manifest.json", folder);
	utimensat(AT_FDCWD, path, NULL, 0);
}

int snapshot_open(struct snapshot *snapshot)
{
	json_t *manifest = load_manifest(snapshot->folder);
	struct snapshot_file files[SNAPSHOT_MAX_FILES];
	size_t nr = snapshot_files(snapshot, files);
	int err = manifest ? 0 : -ENOENT;

	for (size_t i = 0; i < nr; i++) {
		bool is_read = snapshot->is_shared || files[i].fd == &snapshot->state_fd;

		*files[i].fd = open_in(
			snapshot->folder, files[i].name, is_read ? O_RDONLY : O_RDWR);
		if (*files[i].fd < 0)
			err = -ENOENT;
	}
	if (!err)
		err = check_sizes(snapshot, manifest);
	if (!err && snapshot->is_shared)
		err = check_shared(snapshot);
	snapshot->bare = json_is_true(json_object_get(manifest, "bare"));
	snapshot->slowness = json_real_value(json_object_get(manifest, "slowness"));
	if (!err && snapshot->slowness < 1.0)
		err = -EBADMSG;
	json_decref(manifest);
	if (err)
		snapshot_close(snapshot);
	else if (!snapshot->is_shared)
		note_use(snapshot->folder);
	return err;
}

void snapshot_close(struct snapshot *snapshot)
{
	struct snapshot_file files[SNAPSHOT_MAX_FILES];
	size_t nr = snapshot_files(snapshot, files);

	for (size_t i = 0; i < nr; i++) {
		if (*files[i].fd >= 0)
			close(*files[i].fd);
		*files[i].fd = -1;
	}
}

void snapshot_remove(const char *folder)
{
	struct snapshot any = {.size.nr_nodes = VM_MAX_NODES};
	struct snapshot_file files[SNAPSHOT_MAX_FILES];
	size_t nr = snapshot_files(&any, files);
	char path[PATH_MAX + 16];

	/* It may be something else, or a folder that was closed. */
	unlink(folder);
	chmod(folder, 0700);
	for (size_t i = 0; i <= nr; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder,
			i < nr ? files[i].name : "manifest.json");
		unlink(path);
	}
	rmdir(folder);
}

void snapshot_discard(struct snapshot *snapshot)
{
	snapshot_close(snapshot);
	snapshot_remove(snapshot->folder);
}

/* The folder itself is the lock: no file to leave behind. */
int snapshot_lock(const char *cache, char *why)
{
	int fd = open(cache, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0) {
		snprintf(why, VM_WHY, "%s: %s.", cache, strerror(errno));
		return -errno;
	}
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		progress_begin(
			false, "another check is making a snapshot: waiting for it");
		while (flock(fd, LOCK_EX) && !wait_interrupted)
			;
		progress_end("done");
	}
	if (!wait_interrupted)
		return fd;
	close(fd);
	return -EINTR;
}
