/* SPDX-License-Identifier: MIT */
/* Strict reading of JSON files, see json_read.h. */
#include "json_read.h"

#include <errno.h>
#include <limits.h>
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 3, 4))) int json_complain(
	const struct json_reader *r, const char *place, const char *format, ...)
{
	char cause[JSON_WHY / 2];
	va_list ap;

	va_start(ap, format);
	vsnprintf(cause, sizeof(cause), format, ap);
	va_end(ap);
	snprintf(r->why, JSON_WHY, "%s: %s%s%s", r->file, place, *place ? ": " : "",
		cause);
	return -EBADMSG;
}

const char *json_kind(const json_t *value)
{
	static const char *const names[] = {
		[JSON_OBJECT] = "an object",
		[JSON_ARRAY] = "an array",
		[JSON_STRING] = "a string",
		[JSON_INTEGER] = "a whole number",
		[JSON_REAL] = "a fraction",
		[JSON_TRUE] = "true",
		[JSON_FALSE] = "false",
		[JSON_NULL] = "null",
	};

	return names[json_typeof(value)];
}

int json_read_file(const struct json_reader *r, const char *path, json_t **ret)
{
	json_error_t error;
	FILE *file = fopen(path, "re");
	json_t *root;

	if (!file) {
		int saved = errno;

		snprintf(r->why, JSON_WHY, "%s: %s", r->file, strerror(saved));
		return -saved;
	}
	root = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
	fclose(file);
	if (!root) {
		snprintf(r->why, JSON_WHY, "%s: line %d, column %d: %s", r->file,
			error.line, error.column, error.text);
		return -EBADMSG;
	}
	if (!json_is_object(root)) {
		json_complain(r, "", "is %s, expected an object", json_kind(root));
		json_decref(root);
		return -EBADMSG;
	}
	*ret = root;
	return 0;
}

int json_only_keys(const struct json_reader *r, const char *place, json_t *object,
	const char *const *known)
{
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		const char *const *k = known;

		while (*k && strcmp(*k, key))
			k++;
		if (!*k)
			return json_complain(r, place, "unknown key \"%s\"", key);
	}
	return 0;
}

int json_member(const struct json_reader *r, const char *place, json_t *object,
	const char *key, const char *expected, json_t **ret)
{
	json_t *value = json_object_get(object, key);

	if (!value)
		return json_complain(r, place, "key \"%s\" is missing", key);
	if (strcmp(json_kind(value), expected))
		return json_complain(r, place, "\"%s\" is %s, expected %s", key,
			json_kind(value), expected);
	*ret = value;
	return 0;
}

bool json_is_name(const char *text)
{
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz_0123456789");

	return length && !text[length] && !strchr("0123456789", *text);
}

int json_line(
	const struct json_reader *r, const char *place, json_t *value, const char **ret)
{
	const char *text = json_string_value(value);

	if (!text)
		return json_complain(
			r, place, "is %s, expected a string", json_kind(value));
	if (!*text)
		return json_complain(r, place, "is empty");
	if (strpbrk(text, "\n\r\t"))
		return json_complain(r, place, "is not one line");
	*ret = text;
	return 0;
}

int json_get_line(const struct json_reader *r, const char *place, json_t *object,
	const char *key, const char **ret)
{
	char inner[JSON_WHY];
	json_t *value;
	int err = json_member(r, place, object, key, "a string", &value);

	if (err)
		return err;
	snprintf(inner, sizeof(inner), "%s%s%s", place, *place ? "." : "", key);
	return json_line(r, inner, value, ret);
}

int json_expect_expression(
	const struct json_reader *r, const char *place, const char *key, const char *text)
{
	regex_t expression;

	if (regcomp(&expression, text, REG_EXTENDED | REG_NOSUB))
		return json_complain(
			r, place, "\"%s\" is no regular expression: %s", key, text);
	regfree(&expression);
	return 0;
}

int json_get_name(
	const struct json_reader *r, json_t *root, const char *key, const char **ret)
{
	const char *name;
	int err = json_get_line(r, "", root, key, &name);

	if (!err && !json_is_name(name))
		err = json_complain(r, key, "\"%s\" is no name", name);
	if (!err)
		*ret = name;
	return err;
}

int json_get_number(const struct json_reader *r, const char *place, json_t *object,
	const char *key, long min, long max, long *ret)
{
	json_t *value;
	int err = json_member(r, place, object, key, "a whole number", &value);
	json_int_t n;

	if (err)
		return err;
	n = json_integer_value(value);
	if (n < min || n > max)
		return json_complain(r, place, "\"%s\" is %lld, expected %ld to %ld", key,
			(long long)n, min, max);
	*ret = n;
	return 0;
}

int json_get_int(const struct json_reader *r, const char *place, json_t *object,
	const char *key, int max, int *ret)
{
	long n = 0;
	int err = json_get_number(r, place, object, key, 1, max, &n);

	if (!err)
		*ret = n;
	return err;
}

int json_get_lines(const struct json_reader *r, json_t *object, const char *key,
	const char ***ret, size_t *ret_nr)
{
	char place[JSON_WHY];
	const char **list;
	json_t *array, *value;
	size_t i;
	int err = json_member(r, "", object, key, "an array", &array);

	if (err)
		return err;
	list = calloc(json_array_size(array) + 1, sizeof(*list));
	if (!list)
		return -ENOMEM;
	*ret = list;
	*ret_nr = json_array_size(array);
	json_array_foreach(array, i, value)
	{
		snprintf(place, sizeof(place), "%s[%zu]", key, i);
		err = json_line(r, place, value, &list[i]);
		for (size_t k = 0; !err && k < i; k++)
			if (!strcmp(list[k], list[i]))
				err = json_complain(
					r, place, "\"%s\" is there twice", list[i]);
		if (err)
			return err;
	}
	return 0;
}
