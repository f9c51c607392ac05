/* SPDX-License-Identifier: MIT */
/* Values of kernel settings, see native_saved.h. */
#include "native_saved.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int saved_read_setting(const char *path, char ret[256])
{
	char text[256], *begin = text, *open_bracket, *close_bracket;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n < 0)
		return -errno;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	open_bracket = strchr(text, '[');
	close_bracket = open_bracket ? strchr(open_bracket, ']') : NULL;
	if (close_bracket) {
		*close_bracket = '\0';
		begin = open_bracket + 1;
	}
	if (!*begin || n == sizeof(text) - 1)
		return -EBADMSG;
	strcpy(ret, begin);
	return 0;
}

int saved_write_setting(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, value, strlen(value)) < 0)
		err = -errno;
	close(fd);
	return err;
}

int saved_store(const char *path, const json_t *list)
{
	char *temporary;
	FILE *out;
	int err = 0;

	if (asprintf(&temporary, "%s.new", path) < 0)
		return -ENOMEM;
	out = fopen(temporary, "we");
	if (!out)
		err = -errno;
	errno = EIO;
	if (!err && (json_dumpf(list, out, JSON_INDENT(1)) || fflush(out) ||
			    fsync(fileno(out))))
		err = -errno;
	if (out)
		fclose(out);
	if (!err && rename(temporary, path))
		err = -errno;
	free(temporary);
	return err;
}

static bool is_list(const json_t *json)
{
	json_t *pair;
	size_t i;

	if (!json_is_array(json))
		return false;
	json_array_foreach(json, i, pair)
	{
		if (!json_is_string(json_array_get(pair, 0)) ||
			!json_is_string(json_array_get(pair, 1)))
			return false;
	}
	return true;
}

int saved_load(const char *path, json_t **ret)
{
	FILE *in = fopen(path, "re");
	json_t *json;

	if (!in)
		return -errno;
	json = json_loadf(in, 0, NULL);
	fclose(in);
	if (!is_list(json)) {
		json_decref(json);
		return -EBADMSG;
	}
	*ret = json;
	return 0;
}

/* What is as it was is not written: some settings act on every write. */
static int put_back(const char *path, const char *value)
{
	char now[256];

	if (!saved_read_setting(path, now) && !strcmp(now, value))
		return 0;
	return saved_write_setting(path, value);
}

int saved_put_back(const json_t *list, const char **failed)
{
	int first = 0;

	for (size_t i = json_array_size(list); i; i--) {
		const json_t *pair = json_array_get(list, i - 1);
		const char *path = json_string_value(json_array_get(pair, 0));
		int err = put_back(path, json_string_value(json_array_get(pair, 1)));

		if (err && !first) {
			first = err;
			*failed = path;
		}
	}
	return first;
}
