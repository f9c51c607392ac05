/* SPDX-License-Identifier: MIT */
/*
 * transcript_expected: the template lines of an expected.txt. transcript.h has the
 * language, and is what checkers use; this is its inner part.
 */
#ifndef PAGELAB_TRANSCRIPT_EXPECTED_H
#define PAGELAB_TRANSCRIPT_EXPECTED_H

#include <stddef.h>
#include <stdio.h>

#include "transcript_template.h"

#define EXPECTED_LINES_MAX 1024

struct expected_line {
	struct template template;
	char *source;
};

struct expected {
	size_t nr;
	struct expected_line *lines;
};

/* What is wrong with an expected.txt, and in which line, from 1. */
struct expected_fault {
	size_t line;
	const char *why;
};

/* Reads the whole file; expected_deinit() the result.
 * 0, or errors as transcript_match(); of -EBADMSG, *ret_fault says more. */
int expected_init(FILE *file, struct expected *ret, struct expected_fault *ret_fault);
void expected_deinit(struct expected *expected);

/* Which line has the hole `name`, and which of its holes that is.
 * 0, or -ENOENT: none. */
int expected_find(const struct expected *expected, const char *name, size_t *ret_line,
	size_t *ret_hole);

#endif
