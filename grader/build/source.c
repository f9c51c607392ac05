/* SPDX-License-Identifier: MIT */
/* Takes a source into memory, and looks at its bytes, see source.h. */
#include "source.h"
#include "grader/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FIRST_FD 10 /* above those that make's rules know (make.h) */

static uint64_t hash(const char *text)
{
	uint64_t h = 0xcbf29ce484222325;

	while (*text)
		h = (h ^ (unsigned char)*text++) * 0x100000001b3;
	return h;
}

/* Of a pipe. */
static bool wait_for_more(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};

	return poll(&poll_fd, 1, -1) > 0;
}

static int copy(int from, int to)
{
	char piece[65536];
	size_t size = 0;
	ssize_t n;

	while ((n = read(from, piece, sizeof(piece))) > 0 ||
		(n < 0 && errno == EAGAIN && wait_for_more(from))) {
		if (n < 0)
			continue;
		size += n;
		if (size > SOURCE_MAX_BYTES)
			return -EFBIG;
		if (write(to, piece, n) != n)
			return -ENOMEM;
	}
	return n ? -errno : 0;
}

/* A high descriptor in the place of this one. */
static int lift(int fd)
{
	int high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FD);

	if (fd >= 0)
		close(fd);
	return high;
}

static int open_folder(char *path)
{
	return lift(open(dirname(path), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

int source_take(const char *path, struct source *ret)
{
	struct source source = {.fd = -1, .beside_fd = -1, .id = hash(path)};
	/* A FIFO that nobody writes to is empty, and nothing to wait for. */
	int from = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC), err;
	char real[PATH_MAX];

	if (from < 0)
		return -errno;
	source.fd = lift(memfd_create("exercise.c", MFD_CLOEXEC));
	source.named = text_clean(path, strlen(path));
	err = source.fd < 0 ? -errno : source.named ? 0 : -ENOMEM;
	if (!err)
		err = copy(from, source.fd);
	close(from);
	if (!err && realpath(path, real)) {
		source.id = hash(real);
		source.beside_fd = open_folder(real);
	}
	if (err)
		source_free(&source);
	else
		*ret = source;
	return err;
}

void source_free(struct source *source)
{
	if (source->fd >= 0)
		close(source->fd);
	if (source->beside_fd >= 0)
		close(source->beside_fd);
	free(source->named);
	*source = (struct source){.fd = -1, .beside_fd = -1};
}

static bool begins(
	const unsigned char *bytes, size_t size, const char *mark, size_t length)
{
	return size >= length && !memcmp(bytes, mark, length);
}

/* What other systems' editors write where a compiler wants ASCII or UTF-8. */
static const char *encoding(const unsigned char *bytes, size_t size)
{
	size_t nr_nuls = 0, nr_returns = 0, nr_newlines = 0;

	if (!size)
		return "is empty";
	for (size_t i = 0; i < size; i++) {
		nr_nuls += !bytes[i];
		nr_returns += bytes[i] == '\r';
		nr_newlines += bytes[i] == '\n';
	}
	if (begins(bytes, size, "\xff\xfe\0\0", 4) ||
		begins(bytes, size, "\0\0\xfe\xff", 4))
		return "is text in UTF-32: save it as UTF-8";
	if (begins(bytes, size, "\xff\xfe", 2) || begins(bytes, size, "\xfe\xff", 2) ||
		(size > 16 && nr_nuls > size / 3 && nr_nuls < size / 10 * 9))
		return "is text in UTF-16: save it as UTF-8";
	if (nr_nuls)
		return "has NUL bytes in it: it is no text, or was damaged";
	if (nr_returns && !nr_newlines)
		return "has lines that end as those of old Macintoshes (CR): save it "
		       "with "
		       "LF";
	return NULL;
}

int source_explain(const char *path, const char *named, char **ret)
{
	FILE *file = fopen(path, "re");
	unsigned char *bytes = file ? malloc(SOURCE_MAX_BYTES) : NULL;
	const char *what = NULL;
	int err = file ? 0 : -errno;

	if (bytes)
		what = encoding(bytes, fread(bytes, 1, SOURCE_MAX_BYTES, file));
	if (file)
		fclose(file);
	free(bytes);
	if (err || !bytes)
		return err ? err : -ENOMEM;
	if (!what)
		return -ENODATA;
	return asprintf(ret, "%s: error: the file %s\n", named, what) < 0 ? -ENOMEM : 0;
}
