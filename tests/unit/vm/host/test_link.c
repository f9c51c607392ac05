/* SPDX-License-Identifier: MIT */
/* The host's end of the channel: whole frames from whatever pieces arrive. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "vm/host/link.h"
#include "vm/host/vm.h"
#include "vm/host/wait.h"

struct ends {
	struct link link;
	int guest;
};

static int set_up(void **state)
{
	struct ends *ends = calloc(1, sizeof(*ends));
	int fds[2];

	if (!ends || socketpair(AF_UNIX, SOCK_STREAM, 0, fds))
		return -1;
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	ends->guest = fds[1];
	*state = ends;
	return link_init(&ends->link, fds[0]);
}

static int tear_down(void **state)
{
	struct ends *ends = *state;

	close(ends->link.fd);
	if (ends->guest >= 0)
		close(ends->guest);
	link_deinit(&ends->link);
	free(ends);
	return 0;
}

static void guest_sends(
	const struct ends *ends, uint32_t type, const void *data, uint32_t size)
{
	struct channel_head head = {.length = size, .type = type};

	assert_int_equal(write(ends->guest, &head, sizeof(head)), sizeof(head));
	if (size)
		assert_int_equal(write(ends->guest, data, size), size);
}

static int receive(struct ends *ends, struct frame *ret)
{
	return link_receive(&ends->link, wait_now_ms() + 200, -1, ret);
}

static void frames_arrive_in_order(void **state)
{
	struct ends *ends = *state;
	struct frame frame;

	guest_sends(ends, CHANNEL_PONG, "6.1", 4);
	guest_sends(ends, CHANNEL_OUT, "", 0);
	guest_sends(ends, CHANNEL_ERR, "abc", 3);
	assert_int_equal(receive(ends, &frame), 0);
	assert_int_equal(frame.type, CHANNEL_PONG);
	assert_string_equal((char *)frame.data, "6.1");
	assert_int_equal(receive(ends, &frame), 0);
	assert_int_equal(frame.type, CHANNEL_OUT);
	assert_int_equal(frame.size, 0);
	assert_int_equal(receive(ends, &frame), 0);
	assert_int_equal(frame.size, 3);
	assert_memory_equal(frame.data, "abc", 3);
}

static void a_frame_in_pieces_is_put_together(void **state)
{
	struct ends *ends = *state;
	struct channel_head head = {.length = 5, .type = CHANNEL_OUT};
	const char *bytes = (const char *)&head;
	struct frame frame;

	for (size_t i = 0; i < sizeof(head); i++) {
		assert_int_equal(write(ends->guest, bytes + i, 1), 1);
		assert_int_equal(link_receive(&ends->link, wait_now_ms() + 1, -1, &frame),
			-ETIMEDOUT);
	}
	assert_int_equal(write(ends->guest, "hel", 3), 3);
	assert_int_equal(receive(ends, &frame), -ETIMEDOUT);
	assert_int_equal(write(ends->guest, "lo", 2), 2);
	assert_int_equal(receive(ends, &frame), 0);
	assert_memory_equal(frame.data, "hello", 5);
}

static void a_length_beyond_the_bound_is_refused(void **state)
{
	struct ends *ends = *state;
	struct channel_head head = {.length = CHANNEL_MAX + 1, .type = CHANNEL_OUT};
	struct frame frame;

	assert_int_equal(write(ends->guest, &head, sizeof(head)), sizeof(head));
	assert_int_equal(receive(ends, &frame), -EBADMSG);
}

static void an_end_within_a_frame_is_the_end(void **state)
{
	struct ends *ends = *state;
	struct channel_head head = {.length = 5, .type = CHANNEL_OUT};
	struct frame frame;

	assert_int_equal(write(ends->guest, &head, sizeof(head)), sizeof(head));
	assert_int_equal(write(ends->guest, "he", 2), 2);
	close(ends->guest);
	ends->guest = -1;
	assert_int_equal(receive(ends, &frame), -ENOTCONN);
	assert_int_equal(link_send(&ends->link, CHANNEL_PING, "", 0), -ENOTCONN);
}

static void another_descriptor_is_watched(void **state)
{
	struct ends *ends = *state;
	struct frame frame;
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], "x", 1), 1);
	assert_int_equal(link_receive(&ends->link, -1, fds[0], &frame), -EAGAIN);
	guest_sends(ends, CHANNEL_OUT, "first", 5);
	assert_int_equal(link_receive(&ends->link, -1, fds[0], &frame), 0);
	close(fds[0]);
	close(fds[1]);
}

static void an_interrupt_ends_the_wait(void **state)
{
	struct ends *ends = *state;
	struct frame frame;

	wait_interrupted = 1;
	assert_int_equal(link_receive(&ends->link, -1, -1, &frame), -EINTR);
	wait_interrupted = 0;
}

/* The guest sends as much as it gets, and reads only when it could send. */
static void *echo(void *arg)
{
	static char data[CHANNEL_MAX];
	struct ends *ends = arg;
	struct channel_head head;

	for (int i = 0; i < 8; i++) {
		size_t have = 0;

		guest_sends(ends, CHANNEL_OUT, data, CHANNEL_MAX / 2);
		if (read(ends->guest, &head, sizeof(head)) != sizeof(head))
			return NULL;
		while (have < head.length)
			have += read(ends->guest, data, head.length - have);
	}
	return ends;
}

static void both_may_send_at_once(void **state)
{
	static char data[CHANNEL_MAX];
	struct ends *ends = *state;
	struct frame frame;
	pthread_t guest;
	void *done;

	assert_int_equal(pthread_create(&guest, NULL, echo, ends), 0);
	for (int i = 0; i < 8; i++) {
		assert_int_equal(
			link_send(&ends->link, CHANNEL_INPUT, data, sizeof(data)), 0);
		assert_int_equal(
			link_receive(&ends->link, wait_now_ms() + 5000, -1, &frame), 0);
		assert_int_equal(frame.size, CHANNEL_MAX / 2);
	}
	pthread_join(guest, &done);
	assert_ptr_equal(done, ends);
}

static void what_is_too_long_is_not_sent(void **state)
{
	struct ends *ends = *state;
	static char data[CHANNEL_MAX + 1];

	assert_int_equal(
		link_send(&ends->link, CHANNEL_PUT, data, sizeof(data)), -EMSGSIZE);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(frames_arrive_in_order),
		TEST(a_frame_in_pieces_is_put_together),
		TEST(a_length_beyond_the_bound_is_refused),
		TEST(an_end_within_a_frame_is_the_end),
		TEST(another_descriptor_is_watched),
		TEST(an_interrupt_ends_the_wait),
		TEST(both_may_send_at_once),
		TEST(what_is_too_long_is_not_sent),
	};

	return cmocka_run_group_tests_name("link", tests, NULL, NULL);
}
