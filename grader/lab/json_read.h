/* SPDX-License-Identifier: MIT */
/*
 * Reading a JSON file strictly: each function either finds what it expects or
 * writes one sentence with file, place in it and cause, and returns -EBADMSG.
 */
#ifndef PAGELAB_JSON_READ_H
#define PAGELAB_JSON_READ_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define JSON_WHY 512

/* One file being read. */
struct json_reader {
	const char *file; /* as it is to be named in a complaint */
	char *why;	  /* JSON_WHY bytes for the complaint */
};

/* Writes the complaint. Always -EBADMSG. `place` is "" for the whole file. */
__attribute__((format(printf, 3, 4))) int json_complain(
	const struct json_reader *r, const char *place, const char *format, ...);

/* The object in the file at `path`; the caller has a reference. Also -errno of
 * opening it. */
int json_read_file(const struct json_reader *r, const char *path, json_t **ret);

/* "a string", "an array", … */
const char *json_kind(const json_t *value);

/* Every key of `object` is in the NULL-terminated list. */
int json_only_keys(const struct json_reader *r, const char *place, json_t *object,
	const char *const *known);

/* object[key], which must be of the type that `expected` names ("a string"). */
int json_member(const struct json_reader *r, const char *place, json_t *object,
	const char *key, const char *expected, json_t **ret);

/* A word that C, make and a command line all take as it is? */
bool json_is_name(const char *text);

/* A string of one line that is not empty: the value itself, or object[key]. */
int json_line(
	const struct json_reader *r, const char *place, json_t *value, const char **ret);
int json_get_line(const struct json_reader *r, const char *place, json_t *object,
	const char *key, const char **ret);

/* The same of root[key]. */
int json_get_name(
	const struct json_reader *r, json_t *root, const char *key, const char **ret);

int json_get_number(const struct json_reader *r, const char *place, json_t *object,
	const char *key, long min, long max, long *ret);
/* From 1 to max. */
int json_get_int(const struct json_reader *r, const char *place, json_t *object,
	const char *key, int max, int *ret);

/* Whether the text of that key is a regular expression, an extended one. */
int json_expect_expression(const struct json_reader *r, const char *place,
	const char *key, const char *text);

/* root[key], an array of distinct lines. The array is malloc'ed, the strings are
 * the tree's. Also -ENOMEM. */
int json_get_lines(const struct json_reader *r, json_t *root, const char *key,
	const char ***ret, size_t *ret_nr);

#endif
