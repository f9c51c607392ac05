/* SPDX-License-Identifier: MIT */
/* proc_status: see proc_status.h. */
#include "proc_status.h"

#include <errno.h>
#include <string.h>

#include "kfile.h"

static int parse_kib(const char *text, uint64_t *ret_bytes)
{
	uint64_t kib;
	int error;

	text += strspn(text, " \t");
	error = kfile_number(&text, 10, &kib);
	if (error)
		return error;
	if (strcmp(text, " kB"))
		return -EBADMSG;
	return __builtin_mul_overflow(kib, 1024, ret_bytes) ? -ERANGE : 0;
}

static int parse_mask(const char *text, uint64_t *ret_mask)
{
	uint64_t mask;
	int error;

	text += strspn(text, " \t");
	error = kfile_number(&text, 16, &mask);
	if (error)
		return error;
	if (*text)
		return -EBADMSG;
	*ret_mask = mask;
	return 0;
}

/* What `parse` makes of the rest of the line that begins with the key. */
static int find(FILE *file, const char *key, int (*parse)(const char *, uint64_t *),
	uint64_t *ret)
{
	size_t length = strlen(key);
	struct kfile_line line;
	uint64_t value;
	int error;

	while (!(error = kfile_line(file, &line))) {
		if (!strchr(line.text, ':'))
			return -EBADMSG;
		if (strncmp(line.text, key, length) || line.text[length] != ':')
			continue;
		error = parse(line.text + length + 1, &value);
		if (!error)
			*ret = value;
		break;
	}
	return error;
}

int proc_status_parse(FILE *file, const char *key, uint64_t *ret_bytes)
{
	return find(file, key, parse_kib, ret_bytes);
}

int proc_status_parse_mask(FILE *file, const char *key, uint64_t *ret_mask)
{
	return find(file, key, parse_mask, ret_mask);
}

static int read_status(pid_t pid, const char *key,
	int (*parse)(FILE *, const char *, uint64_t *), uint64_t *ret)
{
	struct kfile_path path;
	FILE *file;
	int error = kfile_pid_path(pid, "status", &path);

	if (!error)
		error = kfile_fopen(path.text, &file);
	if (error)
		return error;
	error = parse(file, key, ret);
	fclose(file);
	return error;
}

int proc_status_bytes(pid_t pid, const char *key, uint64_t *ret_bytes)
{
	return read_status(pid, key, proc_status_parse, ret_bytes);
}

int proc_status_mask(pid_t pid, const char *key, uint64_t *ret_mask)
{
	return read_status(pid, key, proc_status_parse_mask, ret_mask);
}
