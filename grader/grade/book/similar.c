/* SPDX-License-Identifier: MIT */
/* Fingerprints of sources, see similar.h. */
#include "similar.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define GRAM 8	 /* tokens of one hash: less alike than that is noise */
#define WINDOW 6 /* of as many hashes in a row one is kept: alike for 13 tokens is seen */
#define LEAST 12 /* fingerprints, of what is compared */
#define BASE UINT64_C(0x100000001b3)

static const char *const keywords[] = {"break", "case", "char", "const", "continue", "do",
	"double", "else", "enum", "float", "for", "goto", "if", "int", "long", "return",
	"short", "signed", "sizeof", "static", "struct", "switch", "union", "unsigned",
	"void", "while"};

/* Words of C are themselves, all others one: a name. */
static uint64_t word_token(const char *word, size_t length)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
		if (strlen(keywords[i]) == length && !strncmp(word, keywords[i], length))
			return 256 + i;
	return 1;
}

static size_t skip_comment(const char *at, const char *end)
{
	const char *from = at;

	if (end - at < 2 || *at != '/' || (at[1] != '/' && at[1] != '*'))
		return 0;
	if (at[1] == '/') {
		while (at < end && *at != '\n')
			at++;
		return at - from;
	}
	for (at += 2; at < end; at++)
		if (*at == '/' && at[-1] == '*' && at > from + 2)
			return at + 1 - from;
	return end - from;
}

static size_t skip_text(const char *at, const char *end)
{
	const char *from = at, quote = *at;

	for (at++; at < end && *at != quote && *at != '\n'; at++)
		at += *at == '\\' && at + 1 < end;
	return (at < end ? at + 1 : end) - from;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The token at `at`, 0 for what is none, and how long it is. */
static uint64_t take(const char *at, const char *end, size_t *ret_length)
{
	size_t n = skip_comment(at, end);

	*ret_length = n ? n : 1;
	if (n || isspace((unsigned char)*at))
		return 0;
	if (*at == '"' || *at == '\'') {
		*ret_length = skip_text(at, end);
		return 2;
	}
	if (!is_word(*at))
		return (unsigned char)*at;
	while (at + n < end && is_word(at[n]))
		n++;
	*ret_length = n;
	return isdigit((unsigned char)*at) ? 3 : word_token(at, n);
}

static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static int by_mark(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The least hash of each window; of equal ones the last. */
static size_t winnow(const uint64_t *hashes, size_t nr, uint64_t *marks)
{
	size_t nr_marks = 0, last = SIZE_MAX;

	for (size_t i = 0; i + WINDOW <= nr; i++) {
		size_t least = i;

		for (size_t k = i + 1; k < i + WINDOW; k++)
			if (hashes[k] <= hashes[least])
				least = k;
		if (least != last)
			marks[nr_marks++] = hashes[least];
		last = least;
	}
	return nr_marks;
}

int fingerprints_make(const char *source, size_t size, struct fingerprints *ret)
{
	uint64_t *tokens = malloc((size + 1) * sizeof(*tokens));
	uint64_t *hashes = malloc((size + 1) * sizeof(*hashes));
	uint64_t *marks = malloc((size + 1) * sizeof(*marks));
	const char *at = source, *end = source + size;
	size_t nr = 0, nr_hashes = 0, nr_marks, n = 0;

	if (!tokens || !hashes || !marks) {
		free(tokens);
		free(hashes);
		free(marks);
		return -ENOMEM;
	}
	for (size_t length; at < end; at += length) {
		uint64_t token = take(at, end, &length);

		if (token)
			tokens[nr++] = token;
	}
	for (size_t i = 0; i + GRAM <= nr; i++) {
		uint64_t hash = 0;

		for (size_t k = i; k < i + GRAM; k++)
			hash = hash * BASE + tokens[k];
		hashes[nr_hashes++] = mix(hash);
	}
	nr_marks = winnow(hashes, nr_hashes, marks);
	qsort(marks, nr_marks, sizeof(*marks), by_mark);
	for (size_t i = 0; i < nr_marks; i++)
		if (!i || marks[i] != marks[i - 1])
			marks[n++] = marks[i];
	free(tokens);
	free(hashes);
	*ret = (struct fingerprints){marks, n};
	return 0;
}

void fingerprints_deinit(struct fingerprints *of)
{
	free(of->marks);
	*of = (struct fingerprints){0};
}

void fingerprints_without(struct fingerprints *of, const struct fingerprints *given)
{
	size_t n = 0;

	for (size_t i = 0; i < of->nr; i++)
		if (!given->nr || !bsearch(&of->marks[i], given->marks, given->nr,
					  sizeof(*given->marks), by_mark))
			of->marks[n++] = of->marks[i];
	of->nr = n;
}

double fingerprints_shared(const struct fingerprints *a, const struct fingerprints *b)
{
	size_t i = 0, k = 0, both = 0, least = a->nr < b->nr ? a->nr : b->nr;

	if (least < LEAST)
		return 0;
	while (i < a->nr && k < b->nr) {
		uint64_t x = a->marks[i], y = b->marks[k];

		both += x == y;
		i += x <= y;
		k += y <= x;
	}
	return (double)both / (double)least;
}
