/* SPDX-License-Identifier: MIT */
/* hugepages: see hugepages.h. */
#include "hugepages.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kfile.h"

#define ALL_NODES_DIRECTORY "/sys/kernel/mm/hugepages"
#define FOLDER "hugepages-"
#define KIB 1024

/* The folder that has a folder for each size. */
static int directory_of(int node, struct kfile_path *ret)
{
	if (node == HUGEPAGES_ALL_NODES)
		snprintf(ret->text, sizeof(ret->text), "%s", ALL_NODES_DIRECTORY);
	else if (node < 0)
		return -EINVAL;
	else
		snprintf(ret->text, sizeof(ret->text),
			"/sys/devices/system/node/node%d/hugepages", node);
	return 0;
}

static int open_size(const char *directory, size_t page_bytes, int *ret_fd)
{
	char path[256];
	int fd, length;

	if (page_bytes == 0 || page_bytes % KIB)
		return -EINVAL;
	length = snprintf(
		path, sizeof(path), "%s/" FOLDER "%zukB", directory, page_bytes / KIB);
	if (length < 0 || (size_t)length >= sizeof(path))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return kfile_error(errno);
	*ret_fd = fd;
	return 0;
}

int hugepages_read_from(const char *directory, size_t page_bytes, struct hugepages *ret)
{
	struct hugepages pool = {0};
	int fd, error = open_size(directory, page_bytes, &fd);

	if (error)
		return error;
	error = kfile_value(fd, "nr_hugepages", &pool.nr);
	if (!error)
		error = kfile_value(fd, "free_hugepages", &pool.free);
	if (!error)
		error = kfile_value(fd, "surplus_hugepages", &pool.surplus);
	/* A mapping is promised pages of any node: a node's folder lacks the file. */
	if (!error && (!faccessat(fd, "resv_hugepages", F_OK, 0) || errno != ENOENT))
		error = kfile_value(fd, "resv_hugepages", &pool.reserved);
	close(fd);
	if (!error)
		*ret = pool;
	return error;
}

int hugepages_read(size_t page_bytes, int node, struct hugepages *ret)
{
	struct kfile_path directory;
	int error = directory_of(node, &directory);

	return error ? error : hugepages_read_from(directory.text, page_bytes, ret);
}

int hugepages_write_to(const char *directory, size_t page_bytes, uint64_t nr_pages)
{
	int fd, dirfd, error = open_size(directory, page_bytes, &dirfd);

	if (error)
		return error;
	fd = openat(dirfd, "nr_hugepages", O_WRONLY | O_CLOEXEC);
	error = fd < 0 ? kfile_error(errno) : 0;
	if (!error && dprintf(fd, "%" PRIu64, nr_pages) < 0)
		error = kfile_error(errno);
	if (fd >= 0)
		close(fd);
	close(dirfd);
	return error;
}

int hugepages_write(size_t page_bytes, int node, uint64_t nr_pages)
{
	struct kfile_path directory;
	int error = directory_of(node, &directory);

	return error ? error : hugepages_write_to(directory.text, page_bytes, nr_pages);
}

/* "hugepages-2048kB" */
static int parse_folder(const char *name, size_t *ret_bytes)
{
	const char *p = name + strlen(FOLDER);
	uint64_t kib, bytes;
	int error = kfile_number(&p, 10, &kib);

	if (error)
		return error;
	if (strcmp(p, "kB") || !kib)
		return -EBADMSG;
	if (__builtin_mul_overflow(kib, KIB, &bytes))
		return -ERANGE;
	*ret_bytes = bytes;
	return 0;
}

static int smaller_first(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

int hugepages_sizes_from(
	const char *directory, size_t ret_sizes[HUGEPAGES_MAX_SIZES], size_t *ret_nr)
{
	size_t sizes[HUGEPAGES_MAX_SIZES], nr = 0;
	DIR *dir = opendir(directory);
	struct dirent *entry;
	int error = 0;

	if (!dir)
		return kfile_error(errno);
	while (!error && (errno = 0, entry = readdir(dir))) {
		if (strncmp(entry->d_name, FOLDER, strlen(FOLDER)))
			continue;
		error = nr == HUGEPAGES_MAX_SIZES
				? -E2BIG
				: parse_folder(entry->d_name, &sizes[nr]);
		nr += !error;
	}
	if (!error && errno)
		error = kfile_error(errno);
	closedir(dir);
	if (!error && !nr)
		error = -ENODATA;
	if (error)
		return error;
	qsort(sizes, nr, sizeof(sizes[0]), smaller_first);
	memcpy(ret_sizes, sizes, nr * sizeof(sizes[0]));
	*ret_nr = nr;
	return 0;
}

int hugepages_sizes(size_t ret_sizes[HUGEPAGES_MAX_SIZES], size_t *ret_nr)
{
	return hugepages_sizes_from(ALL_NODES_DIRECTORY, ret_sizes, ret_nr);
}

/* "NAME:   VALUE kB", or without a unit. Tells whether it is the line sought. */
static int parse_meminfo_line(
	const struct kfile_line *line, bool *ret_found, size_t *ret_bytes)
{
	static const char name[] = "Hugepagesize";
	const char *colon = strchr(line->text, ':'), *p;
	uint64_t value, bytes;
	int error;

	if (line->cut || !colon)
		return -EBADMSG;
	p = colon + 1 + strspn(colon + 1, " ");
	error = kfile_number(&p, 10, &value);
	if (error)
		return error;
	if (*p && strcmp(p, " kB"))
		return -EBADMSG;
	if (strncmp(line->text, name, (size_t)(colon - line->text)) ||
		(size_t)(colon - line->text) != strlen(name))
		return 0;
	if (*ret_found || !*p || !value)
		return -EBADMSG;
	if (__builtin_mul_overflow(value, KIB, &bytes))
		return -ERANGE;
	*ret_found = true;
	*ret_bytes = bytes;
	return 0;
}

int hugepages_default_parse(FILE *file, size_t *ret_bytes)
{
	struct kfile_line line;
	bool found = false;
	size_t bytes = 0;
	int error;

	while (!(error = kfile_line(file, &line))) {
		error = parse_meminfo_line(&line, &found, &bytes);
		if (error)
			return error;
	}
	if (error != -ENODATA || !found)
		return error;
	*ret_bytes = bytes;
	return 0;
}

int hugepages_default(size_t *ret_bytes)
{
	FILE *file;
	int error = kfile_fopen("/proc/meminfo", &file);

	if (error)
		return error;
	error = hugepages_default_parse(file, ret_bytes);
	fclose(file);
	return error;
}
