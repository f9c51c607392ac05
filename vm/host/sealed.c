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
	struct snapshot sealed = {
		.ram_fd = {-1, -1}, .state_fd = -1, .slowness = from->slowness};
	int err = sealed_copy(from->ram_fd[0], snapshot_files[0], &sealed.ram_fd[0]);

	if (!err)
		err = sealed_copy(from->ram_fd[1], snapshot_files[1], &sealed.ram_fd[1]);
	if (!err)
		err = sealed_copy(from->state_fd, snapshot_files[2], &sealed.state_fd);
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
	int err = 0;

	ret->ram_fd[0] = open_again(sealed->ram_fd[0]);
	ret->ram_fd[1] = open_again(sealed->ram_fd[1]);
	ret->state_fd = open_again(sealed->state_fd);
	ret->slowness = sealed->slowness;
	if (ret->ram_fd[0] < 0 || ret->ram_fd[1] < 0 || ret->state_fd < 0) {
		err = -EMFILE;
		snapshot_close(ret);
	}
	return err;
}
