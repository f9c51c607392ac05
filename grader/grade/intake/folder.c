/* SPDX-License-Identifier: MIT */
/* Reads a folder, see members.h. It may change while it is read; links to elsewhere
 * are never followed. */
#include "members.h"
#include "names.h"
#include "spelling.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEEPEST 16

static int say(char *why, int err)
{
	snprintf(why, GRADE_WHY, "%s", strerror(-err));
	return err;
}

/* Reads up to `most` bytes of the file and finds out whether there are more. */
static int load(int fd, size_t most, char **ret, size_t *ret_size)
{
	struct stat st;
	size_t size = 0;
	char *data;
	ssize_t n = 1;

	if (fstat(fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if ((size_t)st.st_size > most)
		return -EFBIG;
	data = malloc(st.st_size + 1);
	if (!data)
		return -ENOMEM;
	while (size < (size_t)st.st_size && n > 0) {
		n = read(fd, data + size, st.st_size - size);
		size += n > 0 ? n : 0;
	}
	if (n < 0) {
		free(data);
		return -errno;
	}
	*ret = data;
	*ret_size = size;
	return 0;
}

int grade_load(int at, const char *name, size_t most, char **ret, size_t *ret_size)
{
	/* O_NONBLOCK: a FIFO must not keep us. */
	int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	err = load(fd, most, ret, ret_size);
	close(fd);
	return err;
}

static void refuse(const struct grade_reader *reader, const char *path, int err)
{
	const char *reason = err == -ELOOP    ? "a link"
			     : err == -EINVAL ? "neither file nor folder"
			     : err == -EFBIG  ? "too large"
					      : strerror(-err);

	reader->on_refused(reader->arg, path, reason);
}

/* What its first bytes are, whatever its name. */
static enum grade_content content_of(int at, const char *name)
{
	int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char data[GRADE_CONTENT_BYTES];
	ssize_t n = fd < 0 ? -1 : read(fd, data, sizeof(data));

	if (fd >= 0)
		close(fd);
	return n > 0 ? grade_content_of(data, n) : GRADE_CONTENT_OTHER;
}

/* A large archive is not loaded. */
static int read_large(
	int at, const char *name, const char *path, const struct grade_reader *reader)
{
	int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), err;
	struct stat st;

	if (fd < 0 || fstat(fd, &st)) {
		err = -errno;
	} else if (!S_ISREG(st.st_mode)) {
		err = -EINVAL;
	} else {
		err = reader->on_archive(reader->arg, path, fd, st.st_size);
		close(fd);
		return err;
	}
	if (fd >= 0)
		close(fd);
	refuse(reader, path, err);
	return 0;
}

int grade_read_file(int at, const char *name, const char *path,
	const struct grade_reader *reader, char *why)
{
	struct grade_budget *budget = reader->budget;
	bool is_wanted = reader->is_wanted(reader->arg, path);
	enum grade_content content;
	struct stat st;
	size_t size = 0;
	char *data;
	int err;

	if (!fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) && S_ISREG(st.st_mode)) {
		/* Of an archive, what is in it counts. */
		content = content_of(at, name);
		if (!is_wanted && !grade_archive_suffix(path) &&
			content == GRADE_CONTENT_OTHER)
			return 0;
		if (!is_wanted && content == GRADE_CONTENT_ARCHIVE &&
			st.st_size > GRADE_ARCHIVE_BYTES)
			return read_large(at, name, path, reader);
		if (is_wanted && (size_t)st.st_size > budget->bytes) {
			snprintf(why, GRADE_WHY, "more than %d MiB",
				GRADE_STUDENT_BYTES >> 20);
			return -EFBIG;
		}
		if (is_wanted)
			budget->bytes -= st.st_size;
	}
	err = grade_load(at, name, is_wanted ? budget->file_bytes : GRADE_ARCHIVE_BYTES,
		&data, &size);
	if (err == -ENOMEM)
		return say(why, err);
	if (err) {
		refuse(reader, path, err);
		return 0;
	}
	err = reader->on_file(reader->arg, path, data, size);
	free(data);
	return err;
}

static int read_folder(int at, const char *name, const char *path, int depth,
	const struct grade_reader *reader, char *why);

static int take(int at, const struct dirent *entry, const char *path, int depth,
	const struct grade_reader *reader, char *why)
{
	char *name = spelling_of_name(entry->d_name), inner[PATH_MAX];
	const char *refused;
	struct stat st;
	int err = 0;

	if (!name)
		return say(why, -ENOMEM);
	refused = grade_path_refused(name);
	if ((size_t)snprintf(inner, sizeof(inner), "%s%s%s", path, *path ? "/" : "",
		    name) >= sizeof(inner))
		refused = "too long a path";
	if (!refused && fstatat(at, entry->d_name, &st, AT_SYMLINK_NOFOLLOW))
		refused = "cannot be read";
	if (refused)
		reader->on_refused(reader->arg, inner, refused);
	else if (!S_ISDIR(st.st_mode))
		err = grade_read_file(at, entry->d_name, inner, reader, why);
	else if (reader->all || !grade_folder_is_noise(name, strlen(name)))
		err = read_folder(at, entry->d_name, inner, depth + 1, reader, why);
	free(name);
	return err;
}

/* In the order of names, so that a second run sees the same. */
static int read_folder(int at, const char *name, const char *path, int depth,
	const struct grade_reader *reader, char *why)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct dirent **list;
	int nr, err = 0;

	if (fd < 0 || depth > DEEPEST) {
		refuse(reader, path, fd < 0 ? -errno : -ENAMETOOLONG);
		if (fd >= 0)
			close(fd);
		return 0;
	}
	nr = scandirat(fd, ".", &list, NULL, alphasort);
	if (nr < 0) {
		err = say(why, -errno);
		close(fd);
		return err;
	}
	for (int i = 0; i < nr; i++) {
		/* The files of git, of a Mac and of an editor are hidden. */
		if (!err && *list[i]->d_name != '.') {
			if (!reader->budget->members--) {
				reader->budget->members = 0;
				snprintf(why, GRADE_WHY, "more than %d files",
					GRADE_MEMBERS);
				err = -EFBIG;
			} else {
				err = take(fd, list[i], path, depth, reader, why);
			}
		}
		free(list[i]);
	}
	free(list);
	close(fd);
	return err;
}

int grade_read_folder(
	int at, const char *name, const struct grade_reader *reader, char *why)
{
	return read_folder(at, name, "", 0, reader, why);
}
