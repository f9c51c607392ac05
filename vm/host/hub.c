/* SPDX-License-Identifier: MIT */
/* Passes frames between a machine and those who talk to it; see hub.h. */
#include "hub.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "link.h"

/* Of what one has not taken yet. Beyond that nothing more is read for anybody. */
#define MAX_WAITING (4 * CHANNEL_MAX)

/* One end of a connection, with what waits to be sent there. */
struct end {
	struct link link; /* .fd is -1: nobody is there */
	unsigned char *waiting;
	size_t nr_waiting, room;
	bool lost;
};

struct hub {
	pthread_t thread;
	int listen_fd;
	struct end machine, seat[CHANNEL_JOBS];
	bool leaving[CHANNEL_JOBS]; /* the machine still speaks to who was there */
};

static void put(struct end *end, const struct frame *frame, unsigned job)
{
	struct channel_head head = {
		.length = frame->size, .type = frame->type, .job = job};
	size_t need = end->nr_waiting + sizeof(head) + frame->size;

	if (need > end->room) {
		void *larger = realloc(end->waiting, 2 * need);

		if (!larger) {
			end->lost = true;
			return;
		}
		end->waiting = larger;
		end->room = 2 * need;
	}
	memcpy(end->waiting + end->nr_waiting, &head, sizeof(head));
	memcpy(end->waiting + end->nr_waiting + sizeof(head), frame->data, frame->size);
	end->nr_waiting = need;
}

static void flush(struct end *end)
{
	ssize_t n = send(
		end->link.fd, end->waiting, end->nr_waiting, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n < 0 && errno != EAGAIN && errno != EINTR)
		end->lost = true;
	if (n > 0) {
		end->nr_waiting -= n;
		memmove(end->waiting, end->waiting + n, end->nr_waiting);
	}
}

static void end_free(struct end *end)
{
	link_deinit(&end->link);
	free(end->waiting);
	*end = (struct end){.link.fd = -1};
}

/* Somebody has gone: what he started there must not stay. */
static void leave(struct hub *hub, unsigned i)
{
	const struct frame leave = {.type = CHANNEL_LEAVE, .data = (unsigned char *)""};

	close(hub->seat[i].link.fd);
	end_free(&hub->seat[i]);
	hub->leaving[i] = true;
	put(&hub->machine, &leave, i);
}

static void from_machine(struct hub *hub)
{
	struct frame frame;
	int err = link_fill(&hub->machine.link);

	while (!err && !(err = link_next(&hub->machine.link, &frame))) {
		if (frame.job >= CHANNEL_JOBS)
			err = -EBADMSG;
		else if (frame.type == CHANNEL_LEFT)
			hub->leaving[frame.job] = false;
		else if (hub->seat[frame.job].link.fd >= 0)
			put(&hub->seat[frame.job], &frame, 0);
	}
	if (err != -EAGAIN)
		hub->machine.lost = true;
}

static void from_seat(struct hub *hub, unsigned i)
{
	struct end *seat = &hub->seat[i];
	struct frame frame;
	int err = link_fill(&seat->link);

	while (!err && !(err = link_next(&seat->link, &frame)))
		put(&hub->machine, &frame, i);
	if (err != -EAGAIN)
		seat->lost = true;
}

/* -1: none. */
static int free_seat(const struct hub *hub)
{
	for (int i = 1; i < CHANNEL_JOBS; i++)
		if (hub->seat[i].link.fd < 0 && !hub->leaving[i])
			return i;
	return -1;
}

static void welcome(struct hub *hub)
{
	int fd = accept4(hub->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct end *seat = &hub->seat[free_seat(hub)];

	if (fd < 0 || !link_init(&seat->link, fd))
		return;
	end_free(seat);
	close(fd);
}

static short events_of(const struct end *end, bool may_read)
{
	return (short)((may_read ? POLLIN : 0) | (end->nr_waiting ? POLLOUT : 0));
}

/* Waits for something to do, and does it. */
static void serve(struct hub *hub)
{
	struct pollfd fds[2 + CHANNEL_JOBS];
	bool all_take = true;

	for (unsigned i = 0; i < CHANNEL_JOBS; i++) {
		if (hub->seat[i].nr_waiting > MAX_WAITING)
			all_take = false;
		fds[i] = (struct pollfd){.fd = hub->seat[i].link.fd,
			.events = events_of(
				&hub->seat[i], hub->machine.nr_waiting <= MAX_WAITING)};
	}
	fds[CHANNEL_JOBS] = (struct pollfd){
		.fd = hub->machine.link.fd, .events = events_of(&hub->machine, all_take)};
	fds[CHANNEL_JOBS + 1] = (struct pollfd){
		.fd = free_seat(hub) < 0 ? -1 : hub->listen_fd, .events = POLLIN};
	if (poll(fds, 2 + CHANNEL_JOBS, -1) < 0)
		return;
	if (fds[CHANNEL_JOBS].revents & POLLOUT)
		flush(&hub->machine);
	if (fds[CHANNEL_JOBS].revents & ~POLLOUT)
		from_machine(hub);
	for (unsigned i = 0; i < CHANNEL_JOBS; i++) {
		if (fds[i].revents & POLLOUT)
			flush(&hub->seat[i]);
		if (fds[i].revents & ~POLLOUT)
			from_seat(hub, i);
		if (i && hub->seat[i].lost)
			leave(hub, i);
	}
	if (fds[CHANNEL_JOBS + 1].revents)
		welcome(hub);
}

/* What the machine said last is for those to hear. */
static void part(struct hub *hub)
{
	for (unsigned i = 0; i < CHANNEL_JOBS; i++) {
		struct end *seat = &hub->seat[i];

		if (seat->link.fd < 0)
			continue;
		if (seat->nr_waiting)
			flush(seat);
		close(seat->link.fd);
		end_free(seat);
	}
	end_free(&hub->machine);
}

static void *run(void *arg)
{
	struct hub *hub = arg;

	while (!hub->machine.lost && !hub->seat[0].lost)
		serve(hub);
	part(hub);
	return NULL;
}

/* Signals are for the thread that waits for a program. */
static int start_thread(struct hub *hub)
{
	sigset_t all, before;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = -pthread_create(&hub->thread, NULL, run, hub);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err;
}

int hub_start(int fd, int listen_fd, struct hub **ret, int *ret_seat)
{
	struct hub *hub = calloc(1, sizeof(*hub));
	int pair[2], err;

	if (!hub)
		return -ENOMEM;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair)) {
		free(hub);
		return -errno;
	}
	hub->listen_fd = listen_fd;
	for (unsigned i = 0; i < CHANNEL_JOBS; i++)
		hub->seat[i].link.fd = -1;
	err = link_init(&hub->machine.link, fd);
	if (!err)
		err = link_init(&hub->seat[0].link, pair[1]);
	if (!err)
		err = start_thread(hub);
	if (err) {
		end_free(&hub->machine);
		end_free(&hub->seat[0]);
		close(pair[0]);
		close(pair[1]);
		free(hub);
		return err;
	}
	*ret = hub;
	*ret_seat = pair[0];
	return 0;
}

void hub_stop(struct hub *hub)
{
	if (!hub)
		return;
	pthread_join(hub->thread, NULL);
	free(hub);
}
