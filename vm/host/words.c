/* SPDX-License-Identifier: MIT */
/* The kernel's last words: the panic or oops in what its console printed. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "words.h"

#define MAX_LINES 24

static const char *const signs[] = {
	"Unable to handle kernel",
	"Internal error:",
	"kernel BUG at",
	"BUG: ",
	"Kernel panic - not syncing",
};

static const char *next_line(const char *line, const char *end)
{
	const char *newline = memchr(line, '\n', end - line);

	return newline ? newline + 1 : end;
}

static bool contains(const char *line, size_t size, const char *text)
{
	return memmem(line, size, text, strlen(text));
}

static bool is_sign(const char *line, size_t size)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (contains(line, size, signs[i]))
			return true;
	}
	return false;
}

/* Appends a line without the console's carriage return. */
static size_t append(char *ret, size_t ret_size, size_t at, const char *line, size_t size)
{
	while (size && (line[size - 1] == '\n' || line[size - 1] == '\r'))
		size--;
	if (at + size + 2 > ret_size)
		return at;
	memcpy(ret + at, line, size);
	ret[at + size] = '\n';
	ret[at + size + 1] = '\0';
	return at + size + 1;
}

/* From the first sign on, and the panic's own line, which may come much later. */
void words_find(const char *console, size_t size, char *ret, size_t ret_size)
{
	const char *end = console + size;
	size_t at = 0;
	int nr = 0;

	ret[0] = '\0';
	for (const char *line = console, *next; line < end; line = next) {
		next = next_line(line, end);
		if (!nr && !is_sign(line, next - line))
			continue;
		if (++nr <= MAX_LINES || contains(line, next - line, "Kernel panic"))
			at = append(ret, ret_size, at, line, next - line);
		if (contains(line, next - line, "Kernel panic"))
			return;
	}
}
