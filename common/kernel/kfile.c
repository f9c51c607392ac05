/* SPDX-License-Identifier: MIT */
/* kfile: see kfile.h. Nothing here trusts the file: lengths are bounded, numbers checked
 * for overflow, and what does not look like the kernel's writing is refused. */
#include "kfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A number of 64 bits has 20 digits; zeros before it are not the kernel's way. */
#define VALUE_SIZE 128

int kfile_error(int error)
{
	switch (error) {
	case EACCES:
	case EPERM:
		return -EPERM;
	case ENOENT:
	case ESRCH:
		return -ENODATA;
	default:
		return -error;
	}
}

int kfile_pid_path(pid_t pid, const char *name, struct kfile_path *ret)
{
	struct kfile_path path;
	int length;

	if (pid < 0)
		return -EINVAL;
	if (pid == 0)
		length = snprintf(path.text, sizeof(path.text), "/proc/self/%s", name);
	else
		length = snprintf(
			path.text, sizeof(path.text), "/proc/%d/%s", (int)pid, name);
	if (length < 0 || (size_t)length >= sizeof(path.text))
		return -ENAMETOOLONG;
	*ret = path;
	return 0;
}

int kfile_open(const char *path, int *ret_fd)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return kfile_error(errno);
	*ret_fd = fd;
	return 0;
}

int kfile_fopen(const char *path, FILE **ret)
{
	FILE *file = fopen(path, "re");

	if (!file)
		return kfile_error(errno);
	*ret = file;
	return 0;
}

/* Why a line stopped before its newline. */
static int line_end_error(FILE *file, int c, size_t length)
{
	if (c != EOF)
		return -EBADMSG;
	if (ferror(file))
		return kfile_error(errno ? errno : EIO);
	return length ? -EBADMSG : -ENODATA;
}

int kfile_line(FILE *file, struct kfile_line *ret)
{
	struct kfile_line line = {.cut = false};
	size_t length = 0;
	int c;

	errno = 0;
	while ((c = getc_unlocked(file)) != '\n') {
		if (c == EOF || c == '\0' || length == KFILE_LINE_MAX)
			return line_end_error(file, c, length);
		if (length < sizeof(line.text) - 1)
			line.text[length] = (char)c;
		length++;
	}
	line.cut = length >= sizeof(line.text);
	line.text[line.cut ? sizeof(line.text) - 1 : length] = '\0';
	*ret = line;
	return 0;
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int kfile_number(const char **text, unsigned base, uint64_t *ret)
{
	const char *p = *text;
	uint64_t number = 0;
	int digit;

	for (; (digit = digit_value(*p)) >= 0 && (unsigned)digit < base; p++)
		if (__builtin_mul_overflow(number, base, &number) ||
			__builtin_add_overflow(number, digit, &number))
			return -ERANGE;
	if (p == *text)
		return -EBADMSG;
	*text = p;
	*ret = number;
	return 0;
}

/* Reads up to `size` bytes, fewer only at the end of the file. */
static ssize_t read_all(int fd, char *ret, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t nr = read(fd, ret + done, size - done);

		if (nr < 0 && errno == EINTR)
			continue;
		if (nr < 0)
			return kfile_error(errno);
		if (nr == 0)
			break;
		done += (size_t)nr;
	}
	return (ssize_t)done;
}

int kfile_value(int dirfd, const char *name, uint64_t *ret)
{
	int fd = openat(dirfd, name, O_RDONLY | O_CLOEXEC);
	char buffer[VALUE_SIZE + 1];
	const char *p = buffer;
	uint64_t value;
	ssize_t length;
	int error;

	if (fd < 0)
		return kfile_error(errno);
	length = read_all(fd, buffer, VALUE_SIZE);
	close(fd);
	if (length < 0)
		return (int)length;
	if (length == 0)
		return -ENODATA;
	buffer[length] = '\0';
	error = kfile_number(&p, 10, &value);
	if (error)
		return error;
	if (p + 1 != buffer + length || *p != '\n')
		return -EBADMSG;
	*ret = value;
	return 0;
}

int kfile_put(const char *path, const char *text)
{
	int error = 0, fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return kfile_error(errno);
	if (write(fd, text, strlen(text)) < 0)
		error = kfile_error(errno);
	close(fd);
	return error;
}

int kfile_words(int fd, uint64_t index, size_t nr, uint64_t *ret)
{
	size_t size = nr * sizeof(*ret), done = 0;

	if (index > INT64_MAX / sizeof(*ret) - nr)
		return -ENODATA;
	while (done < size) {
		off_t offset = (off_t)(index * sizeof(*ret) + done);
		ssize_t bytes = pread(fd, (char *)ret + done, size - done, offset);

		if (bytes < 0 && errno == EINTR)
			continue;
		if (bytes < 0)
			return kfile_error(errno);
		if (bytes == 0)
			return done % sizeof(*ret) ? -EBADMSG : -ENODATA;
		done += (size_t)bytes;
	}
	return 0;
}
