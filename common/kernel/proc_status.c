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

int proc_status_parse(FILE *file, const char *key, uint64_t *ret_bytes)
{
	size_t length = strlen(key);
	struct kfile_line line;
	uint64_t bytes;
	int error;

	while (!(error = kfile_line(file, &line))) {
		if (!strchr(line.text, ':'))
			return -EBADMSG;
		if (strncmp(line.text, key, length) || line.text[length] != ':')
			continue;
		error = parse_kib(line.text + length + 1, &bytes);
		if (!error)
			*ret_bytes = bytes;
		break;
	}
	return error;
}

int proc_status_bytes(pid_t pid, const char *key, uint64_t *ret_bytes)
{
	struct kfile_path path;
	FILE *file;
	int error = kfile_pid_path(pid, "status", &path);

	if (!error)
		error = kfile_fopen(path.text, &file);
	if (error)
		return error;
	error = proc_status_parse(file, key, ret_bytes);
	fclose(file);
	return error;
}
