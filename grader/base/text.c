/* SPDX-License-Identifier: MIT */
/* Cleaning and wrapping of UTF-8 text, see text.h. */
#include "text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define REPLACEMENT "\xef\xbf\xbd"

/*
 * The length of the well-formed character at `s`, 0 if there is none. What may
 * follow each first byte is table 3-7 of the Unicode standard.
 */
static size_t character(const unsigned char *s, size_t size)
{
	size_t length = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

	if (s[0] >= 0x80 && (s[0] < 0xc2 || s[0] > 0xf4))
		return 0;
	if (length > size)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
		(s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return length;
}

/* C0 but for tab and newline, DEL, C1, and the marks that turn text around. */
static bool is_control(const unsigned char *s, size_t length)
{
	if (length == 1)
		return (s[0] < 0x20 && s[0] != '\t' && s[0] != '\n') || s[0] == 0x7f;
	if (length == 2)
		return s[0] == 0xc2 && s[1] < 0xa0;
	return length == 3 && s[0] == 0xe2 &&
	       ((s[1] == 0x80 && s[2] >= 0xaa && s[2] <= 0xae) ||
		       (s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9));
}

char *text_clean(const char *bytes, size_t size)
{
	const unsigned char *s = (const unsigned char *)bytes;
	char *clean = malloc(size * strlen(REPLACEMENT) + 1);
	char *to = clean;

	if (!clean)
		return NULL;
	for (size_t i = 0; i < size;) {
		size_t length = character(s + i, size - i);

		if (length && !is_control(s + i, length))
			to = mempcpy(to, s + i, length);
		else
			to = mempcpy(to, REPLACEMENT, strlen(REPLACEMENT));
		i += length ? length : 1;
	}
	*to = '\0';
	return clean;
}

static bool starts_character(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

size_t text_columns(const char *text, size_t size)
{
	size_t columns = 0;

	for (size_t i = 0; i < size; i++)
		columns += starts_character(text[i]);
	return columns;
}

size_t text_line(const char *text, size_t columns, const char **ret_next)
{
	size_t used = 0, blank = 0, i;

	for (i = 0; text[i] && text[i] != '\n'; i++) {
		if (starts_character(text[i]) && used++ == columns)
			break;
		if (text[i] == ' ')
			blank = i;
	}
	if (!text[i] || text[i] == '\n') {
		*ret_next = text[i] && text[i + 1] ? text + i + 1 : NULL;
		return i;
	}
	/* Too long: break before the blank, or within a word as long as the line. */
	if (text[i] == ' ')
		blank = i;
	if (!blank)
		blank = i;
	i = blank + strspn(text + blank, " ");
	*ret_next = text[i] ? text + i : NULL;
	return blank;
}

void text_rest(FILE *out, size_t indent, const char *text, size_t columns)
{
	size_t room = columns > indent + 16 ? columns - indent : 16;

	while (text) {
		const char *next;
		size_t length = text_line(text, room, &next);

		fprintf(out, "%.*s\n", (int)length, text);
		if (next)
			fprintf(out, "%*s", (int)indent, "");
		text = next;
	}
}

void text_paragraph(FILE *out, const char *first, const char *text, size_t columns)
{
	fputs(first, out);
	text_rest(out, text_columns(first, strlen(first)), text, columns);
}

int text_end(FILE *out)
{
	int err = fflush(out) ? -errno : 0;
	struct stat st;

	/* What was lost before has left no reason. One more byte finds it. */
	if (!err && ferror(out))
		err = fputc('\n', out) < 0 || fflush(out) ? -errno : -EIO;
	if (err && !fstat(fileno(out), &st) &&
		(S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)))
		err = 0;
	return err;
}
