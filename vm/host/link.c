/* SPDX-License-Identifier: MIT */
/* The host's end of the channel (channel.h): whole frames, out and in. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "link.h"
#include "wait.h"

int link_init(struct link *link, int fd)
{
	*link = (struct link){
		.fd = fd, .size = sizeof(struct channel_head) + CHANNEL_MAX};
	link->data = malloc(2 * link->size);
	return link->data ? 0 : -ENOMEM;
}

void link_deinit(struct link *link)
{
	free(link->data);
	*link = (struct link){.fd = -1};
}

/* Takes in what has arrived; the buffer has room for two frames. */
int link_fill(struct link *link)
{
	ssize_t n =
		recv(link->fd, link->data + link->have, 2 * link->size - link->have, 0);

	if (n > 0) {
		link->have += n;
		return 0;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return -ENOTCONN;
}

/* While the guest does not take what is sent, what it sends is taken. */
static int wait_for_room(struct link *link)
{
	struct pollfd fd = {.fd = link->fd, .events = POLLOUT};

	if (link->have < 2 * link->size)
		fd.events |= POLLIN;
	if (wait_interrupted)
		return -EINTR;
	if (poll(&fd, 1, 60000) == 0)
		return -ETIMEDOUT;
	return fd.revents & POLLIN ? link_fill(link) : 0;
}

static int send_bytes(struct link *link, const void *data, size_t size)
{
	while (size) {
		ssize_t n = send(link->fd, data, size, MSG_NOSIGNAL);

		if (n < 0 && errno == EAGAIN) {
			int err = wait_for_room(link);

			if (err)
				return err;
			continue;
		}
		if (n < 0 && errno != EINTR)
			return -ENOTCONN;
		if (n > 0) {
			data = (const char *)data + n;
			size -= n;
		}
	}
	return 0;
}

int link_send(struct link *link, enum channel_type type, const void *data, size_t size)
{
	struct channel_head head = {.length = size, .type = type};
	int err = size > CHANNEL_MAX ? -EMSGSIZE : send_bytes(link, &head, sizeof(head));

	return err ? err : send_bytes(link, data, size);
}

static void drop_taken(struct link *link)
{
	memmove(link->data, link->data + link->taken, link->have - link->taken);
	link->have -= link->taken;
	link->taken = 0;
}

int link_next(struct link *link, struct frame *ret)
{
	struct channel_head head;

	drop_taken(link);
	if (link->have < sizeof(head))
		return -EAGAIN;
	memcpy(&head, link->data, sizeof(head));
	if (head.length > CHANNEL_MAX)
		return -EBADMSG;
	if (link->have < sizeof(head) + head.length)
		return -EAGAIN;
	ret->type = head.type;
	ret->job = head.job;
	ret->data = link->data + sizeof(head);
	ret->size = head.length;
	link->taken = sizeof(head) + head.length;
	return 0;
}

int link_receive(struct link *link, int64_t deadline_ms, int other_fd, struct frame *ret)
{
	for (;;) {
		struct pollfd fds[] = {{.fd = link->fd, .events = POLLIN},
			{.fd = other_fd, .events = POLLIN}};
		int64_t left = deadline_ms < 0 ? 1000 : deadline_ms - wait_now_ms();
		int err = link_next(link, ret);

		if (err != -EAGAIN)
			return err;
		if (wait_interrupted)
			return -EINTR;
		if (left <= 0)
			return -ETIMEDOUT;
		if (poll(fds, 2, left < 1000 ? left : 1000) < 0)
			continue;
		if (fds[0].revents) {
			err = link_fill(link);
			if (err)
				return err;
		} else if (fds[1].revents) {
			return -EAGAIN;
		}
	}
}
