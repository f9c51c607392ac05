/* SPDX-License-Identifier: MIT */
/* proc_io: see proc_io.h. */
#include "proc_io.h"

#include <errno.h>
#include <string.h>

#include "kfile.h"

/* The next line, which must be "KEY: NUMBER". */
static int read_number(FILE *file, const char *key, uint64_t *ret)
{
	struct kfile_line line;
	const char *p = line.text + strlen(key);
	int error = kfile_line(file, &line);
	uint64_t number;

	if (error)
		return error;
	if (strncmp(line.text, key, strlen(key)))
		return -EBADMSG;
	error = kfile_number(&p, 10, &number);
	if (error)
		return error;
	if (*p)
		return -EBADMSG;
	*ret = number;
	return 0;
}

int proc_io_parse(FILE *file, struct proc_io *ret)
{
	struct proc_io io;
	uint64_t unused;
	int error;

	error = read_number(file, "rchar: ", &io.read_bytes);
	if (error)
		return error;
	if ((error = read_number(file, "wchar: ", &io.write_bytes)) ||
		(error = read_number(file, "syscr: ", &io.nr_reads)) ||
		(error = read_number(file, "syscw: ", &io.nr_writes)) ||
		(error = read_number(file, "read_bytes: ", &unused)) ||
		(error = read_number(file, "write_bytes: ", &unused)) ||
		(error = read_number(file, "cancelled_write_bytes: ", &unused)))
		return error == -ENODATA ? -EBADMSG : error;
	*ret = io;
	return 0;
}

int proc_io_read(pid_t pid, struct proc_io *ret)
{
	struct kfile_path path;
	FILE *file;
	int error = kfile_pid_path(pid, "io", &path);

	if (!error)
		error = kfile_fopen(path.text, &file);
	if (error)
		return error;
	error = proc_io_parse(file, ret);
	fclose(file);
	return error;
}
