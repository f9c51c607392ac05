/* SPDX-License-Identifier: MIT */
/* vmstat: see vmstat.h. */
#include "vmstat.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kfile.h"

/* "NAME VALUE", split in place. */
static int parse_line(struct kfile_line *line, uint64_t *ret_value)
{
	char *blank = strchr(line->text, ' ');
	const char *p;
	uint64_t value;
	int error;

	if (line->cut || !blank || blank == line->text)
		return -EBADMSG;
	*blank = '\0';
	p = blank + 1;
	error = kfile_number(&p, 10, &value);
	if (error)
		return error;
	if (*p)
		return -EBADMSG;
	*ret_value = value;
	return 0;
}

/* Reads to the end of the file, so that a broken one is always an error. */
static int read_counters(
	FILE *file, const char *const names[], size_t nr, bool *found, uint64_t *values)
{
	struct kfile_line line;
	uint64_t value;
	int error;

	while (!(error = kfile_line(file, &line))) {
		error = parse_line(&line, &value);
		if (error)
			return error;
		for (size_t i = 0; i < nr; i++) {
			if (strcmp(line.text, names[i]))
				continue;
			if (found[i])
				return -EBADMSG;
			found[i] = true;
			values[i] = value;
		}
	}
	if (error != -ENODATA)
		return error;
	for (size_t i = 0; i < nr; i++)
		if (!found[i])
			return -ENODATA;
	return 0;
}

int vmstat_parse_many(
	FILE *file, const char *const names[], size_t nr, uint64_t *ret_values)
{
	uint64_t *values = calloc(nr + !nr, sizeof(*values));
	bool *found = calloc(nr + !nr, sizeof(*found));
	int error = -ENOMEM;

	if (values && found)
		error = read_counters(file, names, nr, found, values);
	if (!error)
		memcpy(ret_values, values, nr * sizeof(*values));
	free(found);
	free(values);
	return error;
}

int vmstat_read_many(const char *const names[], size_t nr, uint64_t *ret_values)
{
	FILE *file;
	int error = kfile_fopen("/proc/vmstat", &file);

	if (error)
		return error;
	error = vmstat_parse_many(file, names, nr, ret_values);
	fclose(file);
	return error;
}

int vmstat_parse(FILE *file, const char *name, uint64_t *ret)
{
	return vmstat_parse_many(file, &name, 1, ret);
}

int vmstat_read(const char *name, uint64_t *ret)
{
	return vmstat_read_many(&name, 1, ret);
}

int vmstat_refresh(void)
{
	char nothing;
	int fd, error = kfile_open("/proc/sys/vm/stat_refresh", &fd);

	if (error)
		return error;
	/* The reading is what refreshes; there is nothing to be read. */
	if (read(fd, &nothing, 1) < 0)
		error = kfile_error(errno);
	close(fd);
	return error;
}
