/* SPDX-License-Identifier: MIT */
/*
 * input: feeding parsers. Captured files come from tests/fixtures (the tests run from the
 * top of the repository), broken ones are made here: a parser must refuse each with
 * -EBADMSG, -ENODATA or -ERANGE and leave its result untouched.
 */
#ifndef PAGELAB_TEST_INPUT_H
#define PAGELAB_TEST_INPUT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define POISON 0xa5

/* A file with these bytes, as a descriptor or a stream, at its beginning. */
static inline int input_fd(const void *bytes, size_t size)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static inline FILE *input_file(const void *bytes, size_t size)
{
	FILE *file = fdopen(input_fd(bytes, size), "r");

	assert_non_null(file);
	return file;
}

static inline FILE *input_text(const char *text)
{
	return input_file(text, strlen(text));
}

static inline FILE *fixture_open(const char *name)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "tests/fixtures/%s", name);
	file = fopen(path, "re");
	if (!file)
		fail_msg("%s: %s (run from the top of the repository)", path,
			strerror(errno));
	return file;
}

/* The contents; free() them. A NUL byte follows. */
static inline char *fixture_load(const char *name, size_t *ret_size)
{
	size_t room = 1 << 20;
	char *bytes = malloc(room + 1);
	FILE *file = fixture_open(name);

	assert_non_null(bytes);
	*ret_size = fread(bytes, 1, room, file);
	assert_true(*ret_size > 0 && *ret_size < room);
	bytes[*ret_size] = '\0';
	fclose(file);
	return bytes;
}

/* The same deterministic numbers on every machine (splitmix64). */
static inline uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static inline bool is_poisoned(const void *memory, size_t size)
{
	const unsigned char *p = memory;

	while (size && *p == POISON)
		p++, size--;
	return !size;
}

/* A parser under test: with its other arguments chosen, and the size of its result. */
struct parser {
	int (*parse)(FILE *file, void *ret);
	size_t ret_size;
};

/* Parses the bytes; the result must be poison still if that failed. */
static inline int parse_bytes(const struct parser *parser, const void *bytes, size_t size)
{
	void *ret = malloc(parser->ret_size);
	FILE *file = input_file(bytes, size);
	int error;

	memset(ret, POISON, parser->ret_size);
	error = parser->parse(file, ret);
	fclose(file);
	if (error && !is_poisoned(ret, parser->ret_size))
		fail_msg("failed with %d, but the result was changed", error);
	free(ret);
	return error;
}

static inline bool is_refusal(int error)
{
	return error == -EBADMSG || error == -ENODATA || error == -ERANGE;
}

static inline void assert_parses(
	const struct parser *parser, const char *text, int expected)
{
	int error = parse_bytes(parser, text, strlen(text));

	if (error != expected)
		fail_msg("%d expected, not %d, for:\n%s", expected, error, text);
}

/* Cut anywhere inside a line, the file must be refused. Returns how many of the cuts
 * at the end of a line, the whole left out, were accepted. */
static inline size_t accepted_cuts(
	const struct parser *parser, const char *bytes, size_t size)
{
	size_t nr_accepted = 0;

	for (size_t length = 0; length < size; length++) {
		int error = parse_bytes(parser, bytes, length);

		if (error && !is_refusal(error))
			fail_msg("cut to %zu bytes: %d", length, error);
		if (!error && bytes[length - 1] != '\n')
			fail_msg("cut to %zu bytes, inside a line: accepted", length);
		nr_accepted += !error;
	}
	return nr_accepted;
}

/* Changes bytes at random: whatever comes of it is a success or a refusal. */
static inline void survive_changes(
	const struct parser *parser, const char *bytes, size_t size, unsigned nr_tries)
{
	char *changed = malloc(size);

	for (uint64_t seed = 1; seed <= nr_tries; seed++) {
		uint64_t state = seed;
		unsigned nr_changes = 1 + next_random(&state) % 4;
		int error;

		memcpy(changed, bytes, size);
		while (nr_changes--)
			changed[next_random(&state) % size] = (char)next_random(&state);
		error = parse_bytes(parser, changed, size);
		if (error && !is_refusal(error))
			fail_msg("seed %u: %d", (unsigned)seed, error);
	}
	free(changed);
}

/* What no kernel writes, for every text format. */
static inline void refuse_garbage(const struct parser *parser)
{
	size_t size = 1 << 20;
	char *bytes = malloc(size);
	uint64_t state = 2;

	assert_int_equal(parse_bytes(parser, "", 0), -ENODATA);
	assert_int_equal(parse_bytes(parser, "\0", 1), -EBADMSG);
	assert_int_equal(parse_bytes(parser, "\xff\xfe\n", 3), -EBADMSG);
	assert_int_equal(parse_bytes(parser, "garbage", 7), -EBADMSG);
	memset(bytes, 'x', size);
	assert_int_equal(parse_bytes(parser, bytes, size), -EBADMSG);
	bytes[size - 1] = '\n';
	assert_int_equal(parse_bytes(parser, bytes, size), -EBADMSG);
	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)next_random(&state);
	assert_int_equal(parse_bytes(parser, bytes, size), -EBADMSG);
	free(bytes);
}

#endif
