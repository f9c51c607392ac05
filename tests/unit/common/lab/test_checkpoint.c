/* SPDX-License-Identifier: MIT */
/*
 * The learner's side of the conversation, with a stage played by the test: a child
 * makes the calls, the test listens on the socket and answers.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/lab/checkpoint.h"
#include "common/lab/wire.h"

static char folder[64];
static struct sockaddr_un address = {.sun_family = AF_UNIX};
static int listen_fd;

static int set_up(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/test_checkpoint.XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/socket", folder);
	listen_fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (bind(listen_fd, (struct sockaddr *)&address, sizeof(address)) ||
		listen(listen_fd, 8))
		return -1;
	return setenv(STAGE_ENV, address.sun_path, 1);
}

static int tear_down(void **state)
{
	(void)state;
	close(listen_fd);
	unlink(address.sun_path);
	rmdir(folder);
	return unsetenv(STAGE_ENV);
}

/* Runs `part` in a child; its return value is the exit status. */
static pid_t play(int (*part)(void))
{
	pid_t pid = fork();

	if (!pid)
		_exit(part());
	return pid;
}

static int status_of(pid_t pid)
{
	int status = -1;

	waitpid(pid, &status, 0);
	return status;
}

static void wait_for(int fd)
{
	struct pollfd pfd = {.fd = fd, .events = POLLIN};

	assert_int_equal(poll(&pfd, 1, 20000), 1);
}

static int accept_line(void)
{
	wait_for(listen_fd);
	return accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC);
}

static struct stage_request hear(int fd, uint32_t type, const char *name)
{
	struct stage_request request;

	wait_for(fd);
	assert_int_equal(recv(fd, &request, sizeof(request), 0), sizeof(request));
	assert_int_equal(request.version, STAGE_WIRE_VERSION);
	assert_int_equal(request.type, type);
	assert_string_equal(request.name, name);
	return request;
}

static void answer(int fd, int error)
{
	struct stage_reply reply = {.error = error};

	assert_int_equal(send(fd, &reply, sizeof(reply), MSG_NOSIGNAL), sizeof(reply));
}

static int part_calls(void)
{
	errno = 77;
	lab_region("buffer", (void *)0x1000, 42);
	lab_checkpoint("filled");
	lab_sample("t");
	lab_checkpoint(
		"a name that is much longer than the sixty-three bytes that fit in");
	return errno != 77;
}

static void says_what_was_called(void **state)
{
	pid_t pid = play(part_calls);
	int fd = accept_line();
	struct stage_request request;

	(void)state;
	request = hear(fd, STAGE_REGION, "buffer");
	assert_int_equal(request.address, 0x1000);
	assert_int_equal(request.length_bytes, 42);
	answer(fd, 0);
	hear(fd, STAGE_CHECKPOINT, "filled");
	answer(fd, 0);
	hear(fd, STAGE_SAMPLE, "t");
	answer(fd, -EINVAL);
	hear(fd, STAGE_CHECKPOINT,
		"a name that is much longer than the sixty-three bytes that fit ");
	answer(fd, 0);
	assert_int_equal(status_of(pid), 0);
	close(fd);
}

static int part_waits(void)
{
	lab_checkpoint("here");
	return 5;
}

static void waits_for_the_answer(void **state)
{
	pid_t pid = play(part_waits);
	int fd = accept_line(), status;

	(void)state;
	hear(fd, STAGE_CHECKPOINT, "here");
	usleep(20000);
	assert_int_equal(waitpid(pid, &status, WNOHANG), 0);
	answer(fd, 0);
	assert_int_equal(status_of(pid), 5 << 8);
	close(fd);
}

static int part_forks(void)
{
	pid_t child;

	lab_checkpoint("parent");
	child = fork();
	if (!child) {
		lab_checkpoint("child");
		_exit(0);
	}
	waitpid(child, NULL, 0);
	lab_checkpoint("parent again");
	return 0;
}

static void each_process_has_its_own_line(void **state)
{
	pid_t pid = play(part_forks);
	int fd = accept_line(), child_fd;

	(void)state;
	hear(fd, STAGE_CHECKPOINT, "parent");
	answer(fd, 0);
	child_fd = accept_line();
	hear(child_fd, STAGE_CHECKPOINT, "child");
	answer(child_fd, 0);
	hear(fd, STAGE_CHECKPOINT, "parent again");
	answer(fd, 0);
	assert_int_equal(status_of(pid), 0);
	close(fd);
	close(child_fd);
}

static int part_closes(void)
{
	struct stat st;

	lab_checkpoint("one");
	for (int fd = 3; fd < 1024; fd++)
		close(fd);
	/* Files of the program's own now have the number of the connection. */
	for (int fd = 3; fd < 700; fd++)
		open("/dev/null", O_RDWR);
	lab_checkpoint("two");
	return fstat(500, &st) || !S_ISCHR(st.st_mode);
}

static void calls_again_after_its_line_was_closed(void **state)
{
	pid_t pid = play(part_closes);
	int fd = accept_line(), again;

	(void)state;
	hear(fd, STAGE_CHECKPOINT, "one");
	answer(fd, 0);
	again = accept_line();
	hear(again, STAGE_CHECKPOINT, "two");
	answer(again, 0);
	assert_int_equal(status_of(pid), 0);
	close(fd);
	close(again);
}

static int part_counts_descriptors(void)
{
	int before = open("/dev/null", O_RDONLY), after;

	close(before);
	lab_checkpoint("one");
	after = open("/dev/null", O_RDONLY);
	return before != after;
}

static void takes_no_low_descriptor(void **state)
{
	pid_t pid = play(part_counts_descriptors);
	int fd = accept_line();

	(void)state;
	hear(fd, STAGE_CHECKPOINT, "one");
	answer(fd, 0);
	assert_int_equal(status_of(pid), 0);
	close(fd);
}

static void send_descriptor(int fd, int passed)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = {{0}};
	struct stage_reply reply = {.error = 0};
	struct iovec iov = {&reply, sizeof(reply)};
	struct msghdr msg = {.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};

	control.align.cmsg_level = SOL_SOCKET;
	control.align.cmsg_type = SCM_RIGHTS;
	control.align.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.align), &passed, sizeof(int));
	assert_int_equal(sendmsg(fd, &msg, MSG_NOSIGNAL), sizeof(reply));
}

static int part_pagemap(void)
{
	char byte = 0;
	int fd = lab_pagemap();

	if (fd < 0 || read(fd, &byte, 1) != 1 || byte != 'p')
		return 1;
	if (!(fcntl(fd, F_GETFD) & FD_CLOEXEC))
		return 2;
	if (lab_pagemap() != -EPERM)
		return 3;
	return lab_pagemap() == -EPROTO ? 0 : 4;
}

static void hands_over_the_pagemap(void **state)
{
	pid_t pid = play(part_pagemap);
	int fd = accept_line(), fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], "p", 1), 1);
	hear(fd, STAGE_PAGEMAP, "");
	send_descriptor(fd, fds[0]);
	hear(fd, STAGE_PAGEMAP, "");
	answer(fd, -EPERM);
	hear(fd, STAGE_PAGEMAP, "");
	answer(fd, 0);
	assert_int_equal(status_of(pid), 0);
	close(fd);
	close(fds[0]);
	close(fds[1]);
}

static void *checkpoint_thread(void *name)
{
	for (int i = 0; i < 20; i++)
		lab_checkpoint(name);
	return NULL;
}

static int part_threads(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, checkpoint_thread, "t");
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	return 0;
}

static void threads_take_turns(void **state)
{
	pid_t pid = play(part_threads);
	int fd = accept_line();

	(void)state;
	for (int i = 0; i < 80; i++) {
		hear(fd, STAGE_CHECKPOINT, "t");
		answer(fd, 0);
	}
	assert_int_equal(status_of(pid), 0);
	close(fd);
}

static void goes_on_when_the_stage_hangs_up(void **state)
{
	pid_t pid = play(part_waits);
	int fd = accept_line();

	(void)state;
	hear(fd, STAGE_CHECKPOINT, "here");
	close(fd);
	assert_int_equal(status_of(pid), 5 << 8);
}

static void goes_on_when_there_is_no_stage(void **state)
{
	(void)state;
	setenv(STAGE_ENV, "/nonexistent/socket", 1);
	assert_int_equal(status_of(play(part_waits)), 5 << 8);
	setenv(STAGE_ENV,
		"/a/path/that/is/longer/than/the/one/hundred/and/eight/bytes/of/a/socket/"
		"address/and/then/longer/by/quite/some/more",
		1);
	assert_int_equal(status_of(play(part_waits)), 5 << 8);
	unsetenv(STAGE_ENV);
	assert_int_equal(status_of(play(part_waits)), 5 << 8);
}

static int flush_fds[2];

static int part_alone(void)
{
	char byte = 0;
	int fd;

	unsetenv(STAGE_ENV);
	dup2(flush_fds[1], STDOUT_FILENO);
	printf("x");
	errno = 77;
	lab_checkpoint("c");
	if (errno != 77 || read(flush_fds[0], &byte, 1) != 1 || byte != 'x')
		return 1;
	lab_region(NULL, NULL, 0);
	lab_sample(NULL);
	fd = lab_pagemap();
	return fd < 0 || read(fd, &byte, 0) < 0;
}

static void alone_it_flushes_and_goes_on(void **state)
{
	(void)state;
	assert_int_equal(pipe(flush_fds), 0);
	assert_int_equal(status_of(play(part_alone)), 0);
	close(flush_fds[0]);
	close(flush_fds[1]);
}

static char *bad_size;

static int part_bad_size(void)
{
	char *argv[] = {(char *)"exercise", bad_size, NULL};

	fclose(stderr);
	return (int)lab_size(2, argv, 1, 5);
}

static void sizes_are_whole_numbers(void **state)
{
	char *argv[] = {(char *)"exercise", (char *)"123", NULL};
	static const char *const bad[] = {
		"", "x", "1x", "0", "-1", "99999999999999999999", "1.5"};

	(void)state;
	assert_int_equal(lab_size(2, argv, 1, 5), 123);
	assert_int_equal(lab_size(2, argv, 2, 5), 5);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		bad_size = (char *)bad[i];
		assert_int_equal(status_of(play(part_bad_size)), 2 << 8);
	}
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(says_what_was_called),
		TEST(waits_for_the_answer),
		TEST(each_process_has_its_own_line),
		TEST(calls_again_after_its_line_was_closed),
		TEST(takes_no_low_descriptor),
		TEST(hands_over_the_pagemap),
		TEST(threads_take_turns),
		TEST(goes_on_when_the_stage_hangs_up),
		TEST(goes_on_when_there_is_no_stage),
		TEST(alone_it_flushes_and_goes_on),
		TEST(sizes_are_whole_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
