/* SPDX-License-Identifier: MIT */
/* A command on a terminal of 80 columns and 24 rows, and what it has written there. */
#ifndef PAGELAB_TERMINAL_H
#define PAGELAB_TERMINAL_H

#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#include "faults.h"

struct terminal {
	pid_t pid;
	int fd;
	char text[262144]; /* since the last look */
	size_t length;
	struct termios before;
};

/* In the scratch's checkout and environment: “./check …” with that TERM. */
void terminal_start(struct terminal *terminal, const struct scratch *scratch,
	const char *term, const char *command);
void terminal_forget(struct terminal *terminal);
/* Until it has shown these words; the test fails if that takes too long. */
void terminal_await(struct terminal *terminal, const char *words);
void terminal_press(struct terminal *terminal, char key);
/* These words and Enter. */
void terminal_type(struct terminal *terminal, const char *words);
/* It ends with that status, and the terminal as it was. */
void terminal_expect_end(struct terminal *terminal, int expected);
/* The terminal's window is closed. */
void terminal_hang_up(struct terminal *terminal);

#endif
