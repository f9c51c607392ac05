/* SPDX-License-Identifier: MIT */
/* The agent's files: what the host puts and gets, kernel settings, clock, entropy. */
#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"

#define WAKE_SEED_BYTES 64

static int write_file(int fd, const void *data, size_t size)
{
	int err = 0;

	while (size && !err) {
		ssize_t n = write(fd, data, size);

		if (n < 0) {
			err = errno == EINTR ? 0 : -errno;
			continue;
		}
		data = (const char *)data + n;
		size -= n;
	}
	if (close(fd) && !err)
		err = -errno;
	return err;
}

/* A new inode each time: a program that still runs keeps its own. */
int file_put(const char *path, uint32_t mode, const void *data, size_t size)
{
	int fd;

	if (unlink(path) && errno != ENOENT)
		return -errno;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	fchmod(fd, mode & 07777);
	return write_file(fd, data, size);
}

int file_append(const char *path, const void *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);

	return fd < 0 ? -errno : write_file(fd, data, size);
}

/* One write(2), as the files of /proc/sys and /sys want it. */
int file_knob(const char *path, const char *value)
{
	size_t size = strlen(value);
	int err = 0, fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (write(fd, value, size) != (ssize_t)size)
		err = errno ? -errno : -EIO;
	close(fd);
	return err;
}

int file_get(const char *path, void (*send)(const void *data, size_t size))
{
	static unsigned char data[64 * 1024];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	while ((n = read(fd, data, sizeof(data))) > 0)
		send(data, n);
	n = n < 0 ? -errno : 0;
	close(fd);
	return n;
}

/*
 * A clone wakes with its snapshot's clock and random pool. RNDADDENTROPY credits the
 * host's seed, RNDRESEEDCRNG makes every CPU's generator use it (random(4)).
 */
int file_wake(uint64_t realtime_ns, const void *seed, size_t size)
{
	struct timespec now = {
		.tv_sec = realtime_ns / 1000000000, .tv_nsec = realtime_ns % 1000000000};
	/* struct rand_pool_info ends in an array without a length. */
	uint32_t pool[2 + WAKE_SEED_BYTES / 4] = {size * 8, size};
	int fd, err = 0;

	if (size > WAKE_SEED_BYTES)
		return -EINVAL;
	memcpy(&pool[2], seed, size);
	if (clock_settime(CLOCK_REALTIME, &now))
		return -errno;
	fd = open("/dev/urandom", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (ioctl(fd, RNDADDENTROPY, pool) || ioctl(fd, RNDRESEEDCRNG))
		err = -errno;
	close(fd);
	return err;
}
