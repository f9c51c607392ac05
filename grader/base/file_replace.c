/* SPDX-License-Identifier: MIT */
/* Replaces a file at once, see file_replace.h. */
#include "file_replace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define SUFFIX ".tmpXXXXXX" /* as mkostemp(3) wants it */

static int write_all(int fd, const char *data, size_t size, bool synced)
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
	return fchmod(fd, 0644) || (synced && fsync(fd)) ? -errno : 0;
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

static int replace(const char *path, const char *data, size_t size, bool synced)
{
	char *temporary = NULL;
	int fd = make_temporary(path, &temporary), err;

	if (fd < 0)
		return fd;
	err = write_all(fd, data, size, synced);
	if (!err && rename(temporary, path))
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	if (err)
		unlink(temporary);
	else if (synced)
		sync_folder(path);
	free(temporary);
	return err;
}

/* A name, perhaps a link's, of one of our own descriptors: /dev/stdout, /dev/fd/3. It may be a
 * socket, which cannot be opened, or a file that others write to at the same place. */
static int own_descriptor(const char *path)
{
	char name[PATH_MAX], folder[PATH_MAX], ours[64], *base;
	int fd = -1;
	ssize_t n;

	snprintf(name, sizeof(name), "%s", path);
	snprintf(ours, sizeof(ours), "/proc/%d/fd", getpid());
	for (int i = 0; i < 8 && fd < 0; i++) {
		char link[PATH_MAX], copy[PATH_MAX];

		strcpy(copy, name);
		base = strrchr(name, '/');
		base = base ? base + 1 : name;
		if (!realpath(dirname(copy), folder))
			return -1;
		if (!strcmp(folder, ours) && sscanf(base, "%d", &fd) == 1)
			break;
		n = readlink(name, link, sizeof(link) - 1);
		if (n < 0)
			return -1;
		link[n] = '\0';
		if (snprintf(name, sizeof(name), "%s%s%s", *link == '/' ? "" : folder,
			    *link == '/' ? "" : "/", link) >= (int)sizeof(name))
			return -1;
	}
	return fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

/* By its last name in its folder, so that the path may be of any length. */
static int connect_to(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char copy[PATH_MAX], *base;
	int folder, fd, err = 0;

	snprintf(copy, sizeof(copy), "%s", path);
	folder = open(dirname(copy), O_PATH | O_DIRECTORY | O_CLOEXEC);
	base = strrchr(path, '/');
	if (folder < 0 ||
		snprintf(address.sun_path, sizeof(address.sun_path),
			"/proc/self/fd/%d/%s", folder,
			base ? base + 1 : path) >= (int)sizeof(address.sun_path))
		err = folder < 0 ? -errno : -ENAMETOOLONG;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (!err && (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address))))
		err = -errno;
	if (folder >= 0)
		close(folder);
	if (err && fd >= 0)
		close(fd);
	return err ? err : fd;
}

static int open_other(const char *path)
{
	struct stat st;
	int fd = own_descriptor(path);

	if (fd >= 0)
		return fd;
	if (!stat(path, &st) && S_ISSOCK(st.st_mode))
		return connect_to(path);
	/* A FIFO that nobody reads is an error, not for ever. */
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_NONBLOCK | O_CLOEXEC,
		0644);
	if (fd < 0)
		return errno == ENXIO ? -EPIPE : -errno;
	fcntl(fd, F_SETFL, 0);
	return fd;
}

static int write_into(const char *path, const char *data, size_t size)
{
	int fd = open_other(path), err = 0;

	if (fd < 0)
		return fd;
	while (size && !err) {
		ssize_t n = write(fd, data, size);

		if (n < 0 && errno != EINTR)
			err = -errno;
		else if (n > 0) {
			data += n;
			size -= n;
		}
	}
	if (close(fd) && !err)
		err = -errno;
	return err;
}

int file_replace(const char *path, const char *data, size_t size)
{
	struct stat st;

	if (lstat(path, &st))
		return errno == ENOENT ? replace(path, data, size, true) : -errno;
	if (S_ISREG(st.st_mode) && st.st_nlink == 1 && st.st_uid == geteuid())
		return replace(path, data, size, true);
	return write_into(path, data, size);
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
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_nlink != 1 ||
		(size_t)st.st_size != size)
		n = -1;
	else
		while ((n = read(fd, piece, sizeof(piece))) > 0 && same + n <= size &&
			!memcmp(data + same, piece, n))
			same += n;
	close(fd);
	return !n && same == size;
}

int file_put(const char *path, const char *data, size_t size)
{
	return has(path, data, size) ? 0 : replace(path, data, size, true);
}

int file_put_quick(const char *path, const char *data, size_t size)
{
	return has(path, data, size) ? 0 : replace(path, data, size, false);
}

int file_put_folder(const char *path)
{
	struct stat st;

	if (!lstat(path, &st) && S_ISDIR(st.st_mode))
		return 0;
	if (!lstat(path, &st) && !S_ISLNK(st.st_mode))
		return -ENOTDIR;
	unlink(path);
	return mkdir(path, 0777) && errno != EEXIST ? -errno : 0;
}
