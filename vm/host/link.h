/* SPDX-License-Identifier: MIT */
/* Frames over a connection with the guest (vm/channel.h). */
#ifndef PAGELAB_LINK_H
#define PAGELAB_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "vm/channel.h"

struct link {
	int fd;
	unsigned char *data; /* what arrived and is not yet taken */
	size_t have, size;
	size_t taken; /* bytes of the frame that was given out last */
};

struct frame {
	enum channel_type type;
	unsigned job;
	unsigned char *data; /* valid until the next link_receive() */
	size_t size;
};

int link_init(struct link *link, int fd);
void link_deinit(struct link *link);
/* Under job number 0. */
int link_send(struct link *link, enum channel_type type, const void *data, size_t size);
/* Takes in what has arrived. 0 also where that is nothing; -ENOTCONN. */
int link_fill(struct link *link);
/* The next whole frame of what was taken in. -EAGAIN: there is none yet; -EBADMSG. */
int link_next(struct link *link, struct frame *ret);
/* The next frame. deadline_ms is of wait_now_ms(), -1 for none; other_fd, unless -1,
 * is watched too: -EAGAIN if it can be read first. -ETIMEDOUT, -ENOTCONN, -EINTR. */
int link_receive(struct link *link, int64_t deadline_ms, int other_fd, struct frame *ret);

#endif
