/* SPDX-License-Identifier: MIT */
/* Replaces a file at once, see file_replace.h. */
#include "file_replace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".tmpXXXXXX" /* as mkostemp(3) wants it */

static int write_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t n = write(fd, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n ? -errno : -EIO;
		data += n;
		size -= n;
	}
	return fchmod(fd, 0644) || fsync(fd) ? -errno : 0;
}

/* The folder's entry must be on disk too before the file counts as written. */
static void sync_folder(const char *path)
{
	char *copy = strdup(path);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(copy);
}

/*
 * A temporary file beside `path` that others see to be in use, by its lock. One that was
 * tidied away before it had its lock has no link any more.
 */
static int make_temporary(const char *path, char **ret)
{
	char *temporary;
	struct stat st;
	int fd, err;

	do {
		if (asprintf(&temporary, "%s" SUFFIX, path) < 0)
			return -ENOMEM;
		fd = mkostemp(temporary, O_CLOEXEC);
		if (fd < 0) {
			err = -errno;
			free(temporary);
			return err;
		}
		flock(fd, LOCK_EX);
		if (!fstat(fd, &st) && st.st_nlink)
			break;
		close(fd);
		free(temporary);
	} while (true);
	*ret = temporary;
	return fd;
}

int file_replace(const char *path, const char *data, size_t size)
{
	char *temporary = NULL;
	int fd = make_temporary(path, &temporary), err;

	if (fd < 0)
		return fd;
	err = write_all(fd, data, size);
	if (!err && rename(temporary, path))
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	if (err)
		unlink(temporary);
	else
		sync_folder(path);
	free(temporary);
	return err;
}

static bool is_temporary(const char *name)
{
	const char *mark = strstr(name, ".tmp");

	return mark && strlen(mark) == strlen(SUFFIX);
}

void file_tidy(const char *folder)
{
	DIR *entries = opendir(folder);
	const struct dirent *entry;

	while (entries && (entry = readdir(entries))) {
		int fd;

		if (!is_temporary(entry->d_name))
			continue;
		fd = openat(dirfd(entries), entry->d_name,
			O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
		if (fd < 0)
			continue;
		if (!flock(fd, LOCK_EX | LOCK_NB))
			unlinkat(dirfd(entries), entry->d_name, 0);
		close(fd);
	}
	if (entries)
		closedir(entries);
}

static bool has(const char *path, const char *data, size_t size)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	size_t same = 0;
	char piece[4096];
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || (size_t)st.st_size != size)
		n = -1;
	else
		while ((n = read(fd, piece, sizeof(piece))) > 0 && same + n <= size &&
			!memcmp(data + same, piece, n))
			same += n;
	close(fd);
	return !n && same == size;
}

int file_update(const char *path, const char *data, size_t size)
{
	return has(path, data, size) ? 0 : file_replace(path, data, size);
}
