/* SPDX-License-Identifier: MIT */
/* What the kernel logs; see kmsg.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kfile.h"
#include "kmsg.h"

/* A number and the character behind it; moves *at past both. */
static int take_number(const char **at, char end, uint64_t *ret)
{
	int r = kfile_number(at, 10, ret);

	if (r || **at != end)
		return -EBADMSG;
	++*at;
	return 0;
}

int kmsg_parse(const char *record, size_t size, struct kmsg *ret)
{
	const char *newline = memchr(record, '\n', size), *semicolon, *at;
	uint64_t priority, sequence, time_us;
	char head[128];

	if (!newline)
		return -EBADMSG;
	semicolon = memchr(record, ';', newline - record);
	if (!semicolon || semicolon - record >= (ptrdiff_t)sizeof(head))
		return -EBADMSG;
	memcpy(head, record, semicolon - record);
	head[semicolon - record] = '\0';
	at = head;
	/* More fields may come behind the flags some day. */
	if (take_number(&at, ',', &priority) || take_number(&at, ',', &sequence) ||
		take_number(&at, ',', &time_us))
		return -EBADMSG;
	ret->level = priority & 7;
	ret->sequence = sequence;
	ret->time_us = time_us;
	snprintf(ret->text, sizeof(ret->text), "%.*s", (int)(newline - semicolon - 1),
		semicolon + 1);
	return 0;
}

int kmsg_open(int *ret_fd)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return kfile_error(errno);
	if (lseek(fd, 0, SEEK_END) < 0) {
		int r = -errno;

		close(fd);
		return r;
	}
	*ret_fd = fd;
	return 0;
}

int kmsg_next(int fd, struct kmsg *ret)
{
	char record[KMSG_RECORD_MAX];
	ssize_t n;

	do {
		n = read(fd, record, sizeof(record));
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == EAGAIN ? -ENODATA : -errno;
	return kmsg_parse(record, n, ret);
}
