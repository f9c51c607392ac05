/* SPDX-License-Identifier: MIT */
/* Files into a machine's shell, and out of it: see files.h. */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HOME "/root/"
#define MEMINFO "/proc/meminfo"
#define AVAILABLE "MemAvailable:"

__attribute__((format(printf, 3, 4))) static int complain(
	char *why, int err, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(why, VM_WHY, format, ap);
	va_end(ap);
	return err;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Names are what comes of a path in the other machine, so they must be some, and differ. */
static int check_names(const char *option, const char *const *paths, size_t nr, char *why)
{
	for (size_t i = 0; i < nr; i++) {
		const char *name = base_name(paths[i]);

		if (!*name || !strcmp(name, ".") || !strcmp(name, ".."))
			return complain(why, -EISDIR,
				"%s %.500s: names no file. Pack a folder: tar cf FILE "
				"FOLDER",
				option, paths[i]);
		for (size_t k = 0; k < i; k++)
			if (!strcmp(base_name(paths[k]), name))
				return complain(why, -EEXIST,
					"%s: two files would be called %.500s", option,
					name);
	}
	return 0;
}

/* Opens a file to be put. Does not wait for one to come to the other end of a FIFO. */
static int open_file(const char *path, struct stat *ret, char *why)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0 || fstat(fd, ret)) {
		int err = -errno;

		if (fd >= 0)
			close(fd);
		return complain(why, err, "--put %.500s: %s", path, strerror(-err));
	}
	if (S_ISREG(ret->st_mode))
		return fd;
	close(fd);
	if (S_ISDIR(ret->st_mode))
		return complain(why, -EISDIR,
			"--put %.500s: is a folder. Pack it: tar cf FILE FOLDER", path);
	return complain(why, -EINVAL, "--put %.500s: is a device, not a file", path);
}

int files_check(const struct run_options *options, char *why)
{
	int err = check_names("--put", options->put, options->nr_put, why);
	struct stat st;

	if (!err)
		err = check_names("--get", options->get, options->nr_get, why);
	for (size_t i = 0; i < options->nr_put && !err; i++) {
		int fd = open_file(options->put[i], &st, why);

		if (fd < 0)
			err = fd;
		else
			close(fd);
	}
	for (size_t i = 0; i < options->nr_get && !err; i++) {
		const char *name = base_name(options->get[i]);

		if (!lstat(name, &st) && !S_ISREG(st.st_mode))
			err = complain(why, -EEXIST,
				"--get %.500s: %.255s is there already, and is no file",
				options->get[i], name);
	}
	if (!err && options->nr_get && access(".", W_OK))
		err = complain(why, -errno, "--get: this folder: %s", strerror(errno));
	return err;
}

/* Files are kept in memory there; half of what is free stays so. */
static int check_room(struct vm *vm, const char *path, uint64_t bytes, char *why)
{
	uint64_t available_kib = 0;
	char *meminfo, *line;
	size_t size;

	if (vm_get(vm, MEMINFO, &meminfo, &size))
		return 0; /* the put will tell */
	line = strstr(meminfo, AVAILABLE);
	if (line)
		available_kib = strtoull(line + strlen(AVAILABLE), NULL, 10);
	free(meminfo);
	if (bytes / 1024 <= available_kib / 2)
		return 0;
	return complain(why, -ENOSPC,
		"--put %.500s: has %" PRIu64 " MiB, and in the machine there is room for "
		"%" PRIu64 " in memory (VM_MEM=8G: a larger one)",
		path, bytes >> 20, available_kib / 2 / 1024);
}

static int put(struct vm *vm, const char *path, char *why)
{
	char guest[PATH_MAX];
	struct stat st;
	int fd = open_file(path, &st, why), err;

	if (fd < 0)
		return fd;
	snprintf(guest, sizeof(guest), HOME "%.255s", base_name(path));
	err = check_room(vm, path, (uint64_t)st.st_size, why);
	if (!err) {
		err = vm_put_fd(vm, fd, guest, st.st_mode & 0777);
		if (err)
			complain(why, err, "--put %.500s: %s", path, strerror(-err));
	}
	close(fd);
	return err;
}

int files_put(const struct run_options *options, struct vm *vm, char *why)
{
	int err = 0;

	for (size_t i = 0; i < options->nr_put && !err; i++)
		err = put(vm, options->put[i], why);
	return err;
}

/* Beside the name, until it is whole. */
static int get(struct vm *vm, const char *path, const char *name)
{
	const char *home = *path == '/' ? "" : HOME;
	char guest[PATH_MAX], part[] = ".pagelab-get-XXXXXX";
	int fd, err = 0;

	if (snprintf(guest, sizeof(guest), "%s%s", home, path) >= PATH_MAX)
		return -ENAMETOOLONG;
	fd = mkostemp(part, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = vm_get_fd(vm, guest, fd);
	if (!err) {
		mode_t mask = umask(0);

		umask(mask);
		if (fchmod(fd, 0666 & ~mask) || rename(part, name))
			err = -errno;
	}
	if (close(fd) && !err)
		err = -errno;
	if (err)
		unlink(part);
	return err;
}

size_t files_get(const struct run_options *options, struct vm *vm)
{
	size_t nr_failed = 0;

	for (size_t i = 0; i < options->nr_get; i++) {
		const char *path = options->get[i];
		int err = get(vm, path, base_name(path));

		if (!err)
			continue;
		nr_failed++;
		fprintf(stderr, "run: --get %s: %s\n", path,
			err == -ENOTCONN ? "the machine is gone" : strerror(-err));
	}
	return nr_failed;
}
