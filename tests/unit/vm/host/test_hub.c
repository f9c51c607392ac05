/* SPDX-License-Identifier: MIT */
/* The hub: who asks is answered, under whatever number; who goes leaves nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "vm/host/hub.h"
#include "vm/host/link.h"
#include "vm/host/wait.h"

/* However busy the host is. */
#define LONG_MS 60000

struct ends {
	struct hub *hub;
	int channel, listen_fd;
	struct link machine; /* as the agent has it */
	struct link seat;    /* number 0 */
	struct sockaddr_un address;
};

static void non_blocking(int fd)
{
	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
}

/* An abstract name: bound without a file. */
static void listen_somewhere(struct ends *ends)
{
	socklen_t size = sizeof(sa_family_t);

	ends->address = (struct sockaddr_un){.sun_family = AF_UNIX};
	ends->listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(ends->listen_fd, (void *)&ends->address, size), 0);
	assert_int_equal(listen(ends->listen_fd, 8), 0);
}

static int set_up(void **state)
{
	struct ends *ends = calloc(1, sizeof(*ends));
	int fds[2], seat;

	assert_non_null(ends);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	non_blocking(fds[0]);
	non_blocking(fds[1]);
	ends->channel = fds[0];
	listen_somewhere(ends);
	assert_int_equal(hub_start(ends->channel, ends->listen_fd, &ends->hub, &seat), 0);
	assert_int_equal(link_init(&ends->machine, fds[1]), 0);
	assert_int_equal(link_init(&ends->seat, seat), 0);
	*state = ends;
	return 0;
}

static int tear_down(void **state)
{
	struct ends *ends = *state;

	close(ends->seat.fd);
	hub_stop(ends->hub);
	close(ends->channel);
	close(ends->listen_fd);
	if (ends->machine.fd >= 0)
		close(ends->machine.fd);
	link_deinit(&ends->machine);
	link_deinit(&ends->seat);
	free(ends);
	return 0;
}

static void join(const struct ends *ends, struct link *ret)
{
	struct sockaddr_un address;
	socklen_t size = sizeof(address);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	assert_int_equal(getsockname(ends->listen_fd, (void *)&address, &size), 0);
	assert_int_equal(connect(fd, (void *)&address, size), 0);
	non_blocking(fd);
	assert_int_equal(link_init(ret, fd), 0);
}

static void go(struct link *link)
{
	close(link->fd);
	link_deinit(link);
}

static void receive(struct link *link, enum channel_type type, struct frame *ret)
{
	assert_int_equal(link_receive(link, wait_now_ms() + LONG_MS, -1, ret), 0);
	assert_int_equal(ret->type, type);
}

/* What the agent says under that number. */
static void machine_says(
	struct ends *ends, unsigned job, enum channel_type type, char byte)
{
	struct channel_head head = {.length = 1, .type = type, .job = job};

	assert_int_equal(write(ends->machine.fd, &head, sizeof(head)), sizeof(head));
	assert_int_equal(write(ends->machine.fd, &byte, 1), 1);
}

static void who_asks_is_answered(void **state)
{
	struct ends *ends = *state;
	struct link other;
	struct frame frame;
	unsigned job;

	join(ends, &other);
	link_send(&ends->seat, CHANNEL_PING, "", 0);
	receive(&ends->machine, CHANNEL_PING, &frame);
	assert_int_equal(frame.job, 0);
	link_send(&other, CHANNEL_PING, "x", 1);
	receive(&ends->machine, CHANNEL_PING, &frame);
	assert_int_equal(frame.size, 1);
	job = frame.job;
	assert_in_range(job, 1, CHANNEL_JOBS - 1);
	machine_says(ends, job, CHANNEL_PONG, 'b');
	machine_says(ends, 0, CHANNEL_PONG, 'a');
	receive(&ends->seat, CHANNEL_PONG, &frame);
	assert_int_equal(frame.data[0], 'a');
	receive(&other, CHANNEL_PONG, &frame);
	assert_int_equal(frame.data[0], 'b');
	assert_int_equal(frame.job, 0);
	go(&other);
}

/* A number is not given out again before the machine has done with it. */
static void who_goes_is_taken_leave_of(void **state)
{
	struct ends *ends = *state;
	struct link other, third;
	struct frame frame;
	unsigned job;

	join(ends, &other);
	link_send(&other, CHANNEL_RUN, "x", 1);
	receive(&ends->machine, CHANNEL_RUN, &frame);
	job = frame.job;
	go(&other);
	receive(&ends->machine, CHANNEL_LEAVE, &frame);
	assert_int_equal(frame.job, job);
	machine_says(ends, job, CHANNEL_OUT, 'x');
	join(ends, &third);
	link_send(&third, CHANNEL_PING, "", 0);
	receive(&ends->machine, CHANNEL_PING, &frame);
	assert_int_not_equal(frame.job, job);
	machine_says(ends, job, CHANNEL_LEFT, 'x');
	machine_says(ends, frame.job, CHANNEL_PONG, 'c');
	receive(&third, CHANNEL_PONG, &frame);
	assert_int_equal(frame.data[0], 'c');
	go(&third);
}

/* More than there are numbers: the last one waits until another goes. */
static void one_too_many_waits(void **state)
{
	struct link others[CHANNEL_JOBS];
	struct ends *ends = *state;
	struct frame frame;

	for (int i = 0; i < CHANNEL_JOBS; i++) {
		join(ends, &others[i]);
		link_send(&others[i], CHANNEL_PING, "", 0);
		if (i < CHANNEL_JOBS - 1)
			receive(&ends->machine, CHANNEL_PING, &frame);
	}
	go(&others[0]);
	receive(&ends->machine, CHANNEL_LEAVE, &frame);
	machine_says(ends, frame.job, CHANNEL_LEFT, 'x');
	receive(&ends->machine, CHANNEL_PING, &frame);
	for (int i = 1; i < CHANNEL_JOBS; i++)
		go(&others[i]);
}

static void the_end_of_the_machine_is_everybodys(void **state)
{
	struct ends *ends = *state;
	struct link other;
	struct frame frame;

	join(ends, &other);
	link_send(&other, CHANNEL_PING, "", 0);
	receive(&ends->machine, CHANNEL_PING, &frame);
	machine_says(ends, 0, CHANNEL_OUT, 'z');
	close(ends->machine.fd);
	ends->machine.fd = -1;
	receive(&ends->seat, CHANNEL_OUT, &frame);
	assert_int_equal(link_receive(&ends->seat, wait_now_ms() + LONG_MS, -1, &frame),
		-ENOTCONN);
	assert_int_equal(
		link_receive(&other, wait_now_ms() + LONG_MS, -1, &frame), -ENOTCONN);
	go(&other);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_asks_is_answered),
		TEST(who_goes_is_taken_leave_of),
		TEST(one_too_many_waits),
		TEST(the_end_of_the_machine_is_everybodys),
	};

	return cmocka_run_group_tests_name("hub", tests, NULL, NULL);
}
