/* SPDX-License-Identifier: MIT */
/* faults: see faults.h. */
#include "faults.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "kfile.h"

/* The line is some 300 bytes long. */
#define STAT_SIZE 4096

int faults_self(struct faults *ret)
{
	struct rusage usage;

	if (getrusage(RUSAGE_SELF, &usage))
		return -errno;
	ret->minor = (uint64_t)usage.ru_minflt;
	ret->major = (uint64_t)usage.ru_majflt;
	return 0;
}

/* Moves over `nr` fields, each with a blank before it. */
static int skip_fields(const char **p, unsigned nr)
{
	for (; nr; nr--) {
		size_t length = **p == ' ' ? strcspn(*p + 1, " ") : 0;

		if (!length)
			return -EBADMSG;
		*p += 1 + length;
	}
	return 0;
}

static int parse_field(const char **p, uint64_t *ret)
{
	if (**p != ' ')
		return -EBADMSG;
	++*p;
	return kfile_number(p, 10, ret);
}

/*
 *	1234 (the name) S 1 1234 1234 0 -1 4194304 525 0 3 0 ...
 *	                |                          |     |
 *	field           3                      10: minor 12: major
 */
static int parse_stat(const char *text, struct faults *ret)
{
	/* A name may hold blanks and ')'; no field behind it does. */
	const char *p = strrchr(text, ')');
	struct faults faults;
	int error;

	if (!p)
		return -EBADMSG;
	p++;
	if ((error = skip_fields(&p, 7)) || (error = parse_field(&p, &faults.minor)) ||
		(error = skip_fields(&p, 1)) || (error = parse_field(&p, &faults.major)))
		return error;
	if (*p != ' ')
		return -EBADMSG;
	*ret = faults;
	return 0;
}

int faults_parse(FILE *file, struct faults *ret)
{
	char text[STAT_SIZE];
	size_t length;

	errno = 0;
	length = fread(text, 1, sizeof(text), file);
	if (ferror(file))
		return kfile_error(errno ? errno : EIO);
	if (length == 0)
		return -ENODATA;
	/* A name may hold newlines, too: not lines count here, but the end. */
	if (length == sizeof(text) || text[length - 1] != '\n' ||
		memchr(text, '\0', length))
		return -EBADMSG;
	text[length - 1] = '\0';
	return parse_stat(text, ret);
}

static int read_file(pid_t pid, const char *name, struct faults *ret)
{
	struct kfile_path path;
	FILE *file;
	int error = kfile_pid_path(pid, name, &path);

	if (!error)
		error = kfile_fopen(path.text, &file);
	if (error)
		return error;
	error = faults_parse(file, ret);
	fclose(file);
	return error;
}

int faults_read(pid_t pid, struct faults *ret)
{
	return read_file(pid, "stat", ret);
}

int faults_read_thread(pid_t pid, pid_t tid, struct faults *ret)
{
	char name[32];

	if (tid < 0)
		return -EINVAL;
	snprintf(name, sizeof(name), "task/%d/stat", (int)(tid ? tid : gettid()));
	return read_file(pid, name, ret);
}
