/* SPDX-License-Identifier: MIT */
/* Values of kernel settings, see saved.h. */
#include "saved.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

static int add(json_t *list, const char *path, const char *value)
{
	struct stat st;

	if (lstat(path, &st))
		return -errno;
	if (json_array_append_new(
		    list, json_pack("[s s? i i i]", path, value, (int)st.st_uid,
				  (int)st.st_gid, (int)(st.st_mode & 07777))))
		return -ENOMEM;
	return 0;
}

int saved_add(json_t *list, const char *path)
{
	char value[256];
	int err = saved_read_setting(path, value);

	return err ? err : add(list, path, value);
}

int saved_add_lent(json_t *list, const char *path)
{
	char value[256];
	struct stat st;
	bool has_value = !lstat(path, &st) && S_ISREG(st.st_mode) &&
			 !saved_read_setting(path, value);
	int err = add(list, path, has_value ? value : NULL);

	return err == -ENOENT ? 0 : err;
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
	json_t *file;
	size_t i;

	if (!json_is_array(json))
		return false;
	json_array_foreach(json, i, file)
	{
		const json_t *value = json_array_get(file, 1);

		if (!json_is_string(json_array_get(file, 0)) ||
			(!json_is_string(value) && !json_is_null(value)) ||
			!json_is_integer(json_array_get(file, 2)) ||
			!json_is_integer(json_array_get(file, 3)) ||
			!json_is_integer(json_array_get(file, 4)))
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
static int put_value_back(const char *path, const char *value)
{
	char now[256];

	if (!value || (!saved_read_setting(path, now) && !strcmp(now, value)))
		return 0;
	return saved_write_setting(path, value);
}

/* A device may be gone by now. Whose it was may have changed its mode. */
static int give_back(const char *path, const json_t *file)
{
	uid_t uid = (uid_t)json_integer_value(json_array_get(file, 2));
	gid_t gid = (gid_t)json_integer_value(json_array_get(file, 3));
	mode_t mode = (mode_t)json_integer_value(json_array_get(file, 4));
	struct stat st;

	if (lstat(path, &st))
		return 0;
	if ((st.st_uid != uid || st.st_gid != gid) && lchown(path, uid, gid))
		return -errno;
	return (st.st_mode & 07777) != mode && chmod(path, mode) ? -errno : 0;
}

int saved_put_back(const json_t *list, const char **failed)
{
	int first = 0;

	for (size_t i = json_array_size(list); i; i--) {
		const json_t *file = json_array_get(list, i - 1);
		const char *path = json_string_value(json_array_get(file, 0));
		const char *value = json_string_value(json_array_get(file, 1));
		int owner_err = give_back(path, file);
		int err = put_value_back(path, value);

		err = err ? err : owner_err;
		if (err && !first) {
			first = err;
			*failed = path;
		}
	}
	return first;
}
