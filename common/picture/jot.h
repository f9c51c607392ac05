/* SPDX-License-Identifier: MIT */
/*
 * jot: JSON as it grows in memory, for the host to read. The guest's image has no library
 * for it, and printf() would take most of the time of a picture there.
 *
 *	struct jot text = {0};
 *
 *	jot_put(&text, "{\"name\":");
 *	jot_string(&text, name);
 *	jot_put(&text, ",\"pages\":");
 *	jot_number(&text, 256);
 *	jot_put(&text, "}");
 *	... text.bytes, text.size_bytes; text.failed: there was no memory ...
 *	jot_free(&text);
 */
#ifndef PAGELAB_PICTURE_JOT_H
#define PAGELAB_PICTURE_JOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jot {
	char *bytes; /* no NUL at its end */
	size_t size_bytes, room_bytes;
	bool failed;
};

/* As it is. */
void jot_put(struct jot *text, const char *raw);
void jot_append(struct jot *text, const struct jot *other);
void jot_number(struct jot *text, uint64_t number);
void jot_signed(struct jot *text, int64_t number);
/* In quotes. What is not ASCII, or steers a terminal, becomes a question mark: names are the
 * program's word. */
void jot_string(struct jot *text, const char *string);

void jot_free(struct jot *text);

#endif
