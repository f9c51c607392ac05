/* SPDX-License-Identifier: MIT */
/* Reads pipes, see pipes.h. */
#include "pipes.h"
#include "grader/base/clock.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TICK_MS 100
#define MAX_STREAMS 4

static int append(struct grade_stream *stream, const char *piece, size_t size)
{
	size_t room = stream->most - stream->size;
	char *data;

	if (size > room && stream->is_bound)
		return -EFBIG;
	if (size > room)
		size = room;
	data = realloc(stream->data, stream->size + size + 1);
	if (!data)
		return -ENOMEM;
	stream->data = data;
	memcpy(data + stream->size, piece, size);
	stream->size += size;
	data[stream->size] = '\0';
	return 0;
}

static int take(struct grade_stream *stream, struct pollfd *poll_fd)
{
	static char piece[64 * 1024];
	ssize_t n = read(stream->fd, piece, sizeof(piece));

	if (n < 0 && errno == EINTR)
		return 0;
	if (n <= 0)
		poll_fd->fd = -1;
	return n > 0 ? append(stream, piece, n) : 0;
}

int grade_collect(struct grade_stream *streams, size_t nr, double seconds,
	bool (*interrupted)(void))
{
	struct pollfd fds[MAX_STREAMS];
	double deadline = clock_seconds() + seconds;
	size_t nr_open = nr;
	int err = 0;

	for (size_t i = 0; !err && i < nr; i++) {
		fds[i] = (struct pollfd){.fd = streams[i].fd, .events = POLLIN};
		err = append(&streams[i], "", 0);
	}
	while (!err && nr_open) {
		if (interrupted())
			return -EINTR;
		if (clock_seconds() > deadline)
			return -ETIMEDOUT;
		if (poll(fds, nr, TICK_MS) <= 0)
			continue;
		nr_open = 0;
		for (size_t i = 0; !err && i < nr; i++) {
			if (fds[i].fd >= 0 && fds[i].revents)
				err = take(&streams[i], &fds[i]);
			nr_open += fds[i].fd >= 0;
		}
	}
	return err;
}
