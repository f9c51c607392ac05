/* SPDX-License-Identifier: MIT */
/*
 * A snapshot's files copied into memory and sealed (memfd_create(2), fcntl(2)): whoever has a
 * descriptor of such a file, opens it again in /proc, or is root, cannot write to it, cut
 * it, or take the seals off. A private mapping, as a clone's, works as ever.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "snapshot.h"

#define SEALS (F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL)

/* Holes stay holes: a machine's RAM is mostly that. */
static int copy_data(int from, int to, off_t size)
{
	off_t at = 0;

	while ((at = lseek(from, at, SEEK_DATA)) >= 0 && at < size) {
		off_t end = lseek(from, at, SEEK_HOLE);

		if (end < 0 || lseek(to, at, SEEK_SET) < 0)
			return -errno;
		while (at < end) {
			ssize_t n = sendfile(to, from, &at, end - at);

			if (n <= 0 && !(n < 0 && errno == EINTR))
				return n ? -errno : -EIO;
		}
	}
	return at < 0 && errno != ENXIO ? -errno : 0;
}

int sealed_copy(int from, const char *name, int *ret)
{
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING), err = 0;
	struct stat st;

	if (fd < 0)
		return -errno;
	if (fstat(from, &st) || ftruncate(fd, st.st_size))
		err = -errno;
	if (!err)
		err = copy_data(from, fd, st.st_size);
	if (!err && fcntl(fd, F_ADD_SEALS, SEALS))
		err = -errno;
	if (err)
		close(fd);
	else
		*ret = fd;
	return err;
}

int sealed_copy_all(const struct snapshot *from, struct snapshot *ret)
{
	struct snapshot_file files[SNAPSHOT_MAX_FILES], copies[SNAPSHOT_MAX_FILES];
	struct snapshot source = *from, sealed;
	size_t nr = snapshot_files(&source, files);
	int err = 0;

	snapshot_init(&from->size, &sealed);
	sealed.slowness = from->slowness;
	sealed.bare = from->bare;
	snapshot_files(&sealed, copies);
	for (size_t i = 0; i < nr && !err; i++)
		err = sealed_copy(*files[i].fd, files[i].name, copies[i].fd);
	if (err)
		snapshot_close(&sealed);
	else
		*ret = sealed;
	return err;
}

/* Opened anew: the place in a file that is read goes with what open(2) made. */
static int open_again(int fd)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int sealed_open(const struct snapshot *sealed, struct snapshot *ret)
{
	struct snapshot_file files[SNAPSHOT_MAX_FILES], again[SNAPSHOT_MAX_FILES];
	struct snapshot source = *sealed;
	size_t nr = snapshot_files(&source, files);
	int err = 0;

	snapshot_init(&sealed->size, ret);
	ret->slowness = sealed->slowness;
	ret->bare = sealed->bare;
	snapshot_files(ret, again);
	for (size_t i = 0; i < nr; i++) {
		*again[i].fd = open_again(*files[i].fd);
		if (*again[i].fd < 0)
			err = -EMFILE;
	}
	if (err)
		snapshot_close(ret);
	return err;
}
