/* SPDX-License-Identifier: MIT */
/* A command on a terminal; see terminal.h. */
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SAY_SECONDS 60

void terminal_start(struct terminal *terminal, const struct scratch *scratch,
	const char *term, const char *command)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	char line[1024];

	snprintf(line, sizeof(line), "cd %s && exec env %s TERM=%s %s", scratch->root,
		scratch->env, term, command);
	printf("[ COMMAND  ] %s\n", line);
	terminal_forget(terminal);
	terminal->pid = forkpty(&terminal->fd, NULL, NULL, &size);
	assert_true(terminal->pid >= 0);
	if (!terminal->pid) {
		execl("/bin/sh", "sh", "-c", line, NULL);
		_exit(127);
	}
	assert_int_equal(tcgetattr(terminal->fd, &terminal->before), 0);
}

void terminal_forget(struct terminal *terminal)
{
	terminal->length = 0;
	terminal->text[0] = '\0';
}

void terminal_await(struct terminal *terminal, const char *words)
{
	time_t deadline = time(NULL) + SAY_SECONDS;

	for (;;) {
		struct pollfd polled = {.fd = terminal->fd, .events = POLLIN};
		ssize_t n = 0;

		terminal->text[terminal->length] = '\0';
		if (strstr(terminal->text, words))
			return;
		if (poll(&polled, 1, 1000) > 0)
			n = read(terminal->fd, terminal->text + terminal->length,
				sizeof(terminal->text) - 1 - terminal->length);
		if (n > 0)
			terminal->length += n;
		if (n < 0 || time(NULL) > deadline) {
			kill(-terminal->pid, SIGKILL);
			fail_msg("“%s” was not shown, but:\n%s", words, terminal->text);
		}
	}
}

void terminal_press(struct terminal *terminal, char key)
{
	assert_int_equal(write(terminal->fd, &key, 1), 1);
}

void terminal_type(struct terminal *terminal, const char *words)
{
	while (*words)
		terminal_press(terminal, *words++);
	terminal_press(terminal, '\n');
}

void terminal_expect_end(struct terminal *terminal, int expected)
{
	struct termios now;
	int status;

	for (int i = 0; i < 150; i++) {
		char rest[4096];
		struct pollfd polled = {.fd = terminal->fd, .events = POLLIN};

		if (poll(&polled, 1, 100) > 0 &&
			read(terminal->fd, rest, sizeof(rest)) < 0)
			usleep(100000);
		if (waitpid(terminal->pid, &status, WNOHANG) == terminal->pid)
			break;
		if (i == 149) {
			kill(-terminal->pid, SIGKILL);
			fail_msg("it has not ended");
		}
	}
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), expected);
	assert_int_equal(tcgetattr(terminal->fd, &now), 0);
	assert_int_equal(now.c_lflag & (ICANON | ECHO),
		terminal->before.c_lflag & (ICANON | ECHO));
	close(terminal->fd);
}

void terminal_hang_up(struct terminal *terminal)
{
	int status;

	close(terminal->fd);
	assert_int_equal(waitpid(terminal->pid, &status, 0), terminal->pid);
}
