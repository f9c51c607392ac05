/* SPDX-License-Identifier: MIT */
/* JSON as it grows; see jot.h. */
#include "jot.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS 20

static void append(struct jot *text, const char *bytes, size_t size_bytes)
{
	size_t room = text->room_bytes ? text->room_bytes : 4096;
	char *grown;

	while (room < text->size_bytes + size_bytes)
		room *= 2;
	if (room != text->room_bytes) {
		grown = realloc(text->bytes, room);
		if (!grown) {
			text->failed = true;
			return;
		}
		text->bytes = grown;
		text->room_bytes = room;
	}
	memcpy(text->bytes + text->size_bytes, bytes, size_bytes);
	text->size_bytes += size_bytes;
}

void jot_put(struct jot *text, const char *raw)
{
	append(text, raw, strlen(raw));
}

void jot_append(struct jot *text, const struct jot *other)
{
	text->failed |= other->failed;
	if (other->size_bytes)
		append(text, other->bytes, other->size_bytes);
}

void jot_number(struct jot *text, uint64_t number)
{
	char digits[DIGITS];
	size_t at = DIGITS;

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	append(text, digits + at, DIGITS - at);
}

void jot_signed(struct jot *text, int64_t number)
{
	if (number < 0)
		jot_put(text, "-");
	jot_number(text, number < 0 ? -(uint64_t)number : (uint64_t)number);
}

void jot_string(struct jot *text, const char *string)
{
	append(text, "\"", 1);
	for (; *string; string++) {
		char byte = *string;

		if (byte < ' ' || byte > '~')
			byte = '?';
		if (byte == '"' || byte == '\\')
			append(text, "\\", 1);
		append(text, &byte, 1);
	}
	append(text, "\"", 1);
}

void jot_free(struct jot *text)
{
	free(text->bytes);
	*text = (struct jot){0};
}
