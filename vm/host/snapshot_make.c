/* SPDX-License-Identifier: MIT */
/*
 * The files of a snapshot that is made: a machine is booted once with each node's RAM in one of
 * them (vm.c), and its devices' state is written to the last.
 *
 * All are files without a name (O_TMPFILE), linked at the end: whoever dies half
 * way leaves nothing behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <jansson.h>

#include "snapshot.h"

#define KEPT 8	     /* snapshots of one profile in a cache */
#define KEPT_SIZES 4 /* besides, of machines of unusual sizes */
#define NEEDED_BYTES (512ULL << 20)
#define FULL_BYTES (4ULL << 20) /* less than that is free on a full disk */
#define BLOCK 4096		/* of a file system, as of the machine's memory */

static uint64_t free_bytes(const struct statvfs *fs)
{
	return (uint64_t)fs->f_bavail * fs->f_frsize;
}

/*
 * RAM in a file on a full disk ends QEMU with SIGBUS, the state is cut short: whatever
 * was said then, this is why. To be asked while the files still take their room.
 */
void snapshot_explain_full_disk(const char *cache, char *why)
{
	struct statvfs fs;

	if (statvfs(cache, &fs) || free_bytes(&fs) >= FULL_BYTES)
		return;
	snprintf(why, VM_WHY,
		"the disk of %s became full meanwhile. Make room there, or set "
		"PAGELAB_CACHE to a folder that has it.",
		cache);
}

int snapshot_begin(const char *cache, struct snapshot *snapshot, char *why)
{
	struct snapshot_file files[SNAPSHOT_MAX_FILES];
	size_t nr = snapshot_files(snapshot, files);
	struct statvfs fs;
	int err = 0;

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
	for (size_t i = 0; i < nr && !err; i++) {
		*files[i].fd = open(cache, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
		if (*files[i].fd < 0)
			err = -errno;
	}
	if (!err)
		return 0;
	snprintf(why, VM_WHY,
		"%s: files without a name cannot be made there (%s). "
		"Set PAGELAB_CACHE to a folder of a local disk.",
		cache, strerror(-err));
	snapshot_close(snapshot);
	return err;
}

static int write_manifest(struct snapshot *snapshot, const char *folder,
	const struct snapshot_origin *origin)
{
	struct snapshot_file files[SNAPSHOT_MAX_FILES];
	size_t nr = snapshot_files(snapshot, files);
	char path[PATH_MAX + 64];
	json_t *manifest, *bytes = json_object();
	int err;

	for (size_t i = 0; i < nr; i++) {
		struct stat st;

		if (fstat(*files[i].fd, &st))
			return -errno;
		json_object_set_new(bytes, files[i].name, json_integer(st.st_size));
	}
	manifest = json_pack("{s:s,s:s,s:s,s:f,s:b,s:o}", "profile", origin->profile,
		"kernel", origin->kernel, "qemu", origin->qemu, "slowness",
		snapshot->slowness, "bare", snapshot->bare, "bytes", bytes);
	snprintf(path, sizeof(path), "%s/manifest.json", folder);
	err = manifest && !json_dump_file(manifest, path, JSON_INDENT(2)) ? 0 : -EIO;
	json_decref(manifest);
	return err;
}

static bool is_zeros(const char *block)
{
	return !block[0] && !memcmp(block, block + 1, BLOCK - 1);
}

/* Of what was written from there on, what holds nothing but zeros; returns where that ends. */
static off_t dig_at(int fd, off_t at)
{
	char written[BLOCK << 4];
	ssize_t nr = pread(fd, written, sizeof(written), at);

	for (ssize_t i = 0, end; i + BLOCK <= nr; i = end + BLOCK) {
		for (end = i; end + BLOCK <= nr && is_zeros(written + end);)
			end += BLOCK;
		if (end > i && fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
				       at + i, end - i))
			return -1;
	}
	return nr > 0 ? at + nr : -1;
}

/*
 * A boot writes zeros, too, into two of five pages that it writes at all. They are holes of the
 * file then: the same to every clone, and nothing to store, to pack and to unpack. A file system
 * without holes keeps them.
 */
static void dig_holes(int fd)
{
	off_t at = 0;

	while (at >= 0) {
		at = lseek(fd, at, SEEK_DATA);
		if (at >= 0)
			at = dig_at(fd, at);
	}
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
	struct timespec used[2];

	for (int i = 0; i < 2; i++) {
		char path[PATH_MAX + 16];
		struct stat st;

		snprintf(path, sizeof(path), "%s/manifest.json",
			*(char *const *)(i ? b : a));
		used[i] = stat(path, &st) ? (struct timespec){0} : st.st_mtim;
	}
	if (used[0].tv_sec != used[1].tv_sec)
		return used[0].tv_sec > used[1].tv_sec ? 1 : -1;
	return (used[0].tv_nsec > used[1].tv_nsec) - (used[0].tv_nsec < used[1].tv_nsec);
}

/* Of those that fit the pattern; the newest in any case, whatever clock it was made by. */
static void keep_last(const char *pattern, size_t nr_kept, const char *newest)
{
	glob_t found;

	if (glob(pattern, 0, NULL, &found))
		return;
	qsort(found.gl_pathv, found.gl_pathc, sizeof(char *), by_last_use);
	for (size_t i = 0; i + nr_kept < found.gl_pathc; i++)
		if (strcmp(found.gl_pathv[i], newest))
			snapshot_remove(found.gl_pathv[i]);
	globfree(&found);
}

/*
 * A new snapshot takes the place of old ones of its profile: the KEPT that were used
 * last stay, for other kernels and other checkouts. To try a machine of another size takes
 * the place of another such, and never of the usual machine. Running clones have the files open
 * and do not mind. Folders that are half linked are of makers that were killed.
 */
static void prune(const char *cache, const char *profile, const char *newest)
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
	keep_last(pattern, KEPT, newest);
	snprintf(pattern, sizeof(pattern), "%s/snapshot-%s-*x*x*-????????????????", cache,
		profile);
	keep_last(pattern, KEPT_SIZES, newest);
}

/* The folder appears under its name when it is whole. */
int snapshot_publish(struct snapshot *snapshot, const char *cache,
	const struct snapshot_origin *origin)
{
	struct snapshot_file files[SNAPSHOT_MAX_FILES];
	size_t nr = snapshot_files(snapshot, files);
	char partial[PATH_MAX + 32];
	int err = 0;

	snprintf(partial, sizeof(partial), "%s.new", snapshot->folder);
	snapshot_remove(partial);
	if (mkdir(partial, 0700))
		return -errno;
	for (size_t i = 0; i < nr && !err; i++) {
		dig_holes(*files[i].fd);
		err = link_in(*files[i].fd, partial, files[i].name);
	}
	if (!err)
		err = write_manifest(snapshot, partial, origin);
	if (!err && rename(partial, snapshot->folder)) {
		/* What could not be used, and is in the way. */
		snapshot_remove(snapshot->folder);
		err = rename(partial, snapshot->folder) ? -errno : 0;
	}
	if (err)
		snapshot_remove(partial);
	else
		prune(cache, origin->profile, snapshot->folder);
	return err;
}
