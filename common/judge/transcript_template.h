/* SPDX-License-Identifier: MIT */
/*
 * transcript_template: one line of expected.txt, literal text with typed holes, and how a
 * line of output is held against it. transcript.h has the language, and is what checkers
 * use; this is its inner part.
 *
 *	faults: {minor:int} and {major:int} in all
 *	[literal][ hole   ][lit][  hole   ][literal]
 *
 * Matching goes over the line once and never back, so no line costs more than its
 * length.
 */
#ifndef PAGELAB_TRANSCRIPT_TEMPLATE_H
#define PAGELAB_TRANSCRIPT_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEMPLATE_HOLES_MAX 16
#define TEMPLATE_NAME_SIZE 64

enum template_type { TEMPLATE_INT, TEMPLATE_HEX, TEMPLATE_WORD, TEMPLATE_TEXT };

struct template_hole {
	char name[TEMPLATE_NAME_SIZE];
	enum template_type type;
};

struct template
{
	bool repeated; /* begins with "* " */
	size_t nr_holes;
	struct template_hole holes[TEMPLATE_HOLES_MAX];
	/* literals[i] stands before hole i, the last behind the last hole; may be "". */
	const char *literals[TEMPLATE_HOLES_MAX + 1];
	char *storage; /* of the literals */
};

/* What a hole holds: a part of the line, and its value if it is a number (of an int
 * the two's complement). */
struct template_value {
	const char *start;
	size_t length;
	uint64_t number;
};

/* Compiles a template line; template_deinit() it.
 * 0, or -EBADMSG: see transcript.h for what is allowed, *ret_why says what is wrong; -ENOMEM. */
int template_init(const char *source, struct template *ret, const char **ret_why);
void template_deinit(struct template *template);

/* Whether the whole line matches. The values of the holes are set if so; they point
 * into the line, which may hold anything but is not looked at for NUL bytes. */
bool template_match(const struct template *template, const char *line, size_t length,
	struct template_value ret_values[TEMPLATE_HOLES_MAX]);

/* The length of the line without the blanks at its end. */
size_t template_trim(const char *line, size_t length);

#endif
