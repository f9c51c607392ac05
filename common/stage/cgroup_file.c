/* SPDX-License-Identifier: MIT */
/* Files of a cgroup's folder; see cgroup_priv.h. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cgroup_priv.h"

int cgroup_read(int fd, char *ret, size_t size_bytes)
{
	ssize_t n = pread(fd, ret, size_bytes - 1, 0);

	if (n < 0)
		return -errno;
	ret[n] = '\0';
	return 0;
}

int cgroup_write(int dir_fd, const char *file, const char *value)
{
	int fd = openat(dir_fd, file, O_WRONLY | O_CLOEXEC);
	ssize_t n;
	int r;

	if (fd < 0)
		return -errno;
	n = write(fd, value, strlen(value));
	r = n < 0 ? -errno : 0;
	close(fd);
	return r;
}
