/* SPDX-License-Identifier: MIT */
/* Modules and their devices (modules.h). */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "modules.h"

int load_module(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = syscall(SYS_finit_module, fd, "", 0) ? -errno : 0;

	close(fd);
	return err;
}

int unload_module(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK) ? -errno : 0;
}

const char *device_line(const char *device, const char *name)
{
	static char line[256];
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "/sys/class/misc/%s/%s", device, name);
	file = fopen(path, "re");
	if (!file || !fgets(line, sizeof(line), file))
		fail_msg("%s: %s", path, strerror(errno));
	fclose(file);
	line[strcspn(line, "\n")] = '\0';
	return line;
}

uint64_t device_number(const char *device, const char *name)
{
	return strtoull(device_line(device, name), NULL, 10);
}

int device_open(const char *device)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/dev/%s", device);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		fail_msg("%s: %s", path, strerror(errno));
	return fd;
}

/* Waits until it is told to end, with the module in use. */
static int use_until_told(const char *name, int end, int (*use)(int fd))
{
	char byte = 1;

	if (use(device_open(name)))
		return 1;
	send(end, &byte, 1, 0);
	return recv(end, &byte, 1, 0) == 1 ? 0 : 2;
}

static void cycle(const char *name, const char *path, bool kills, int (*use)(int fd))
{
	int ends[2], status;
	char byte = 0;
	pid_t pid;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	pid = fork();
	if (!pid)
		_exit(use_until_told(name, ends[1], use));
	assert_true(pid > 0);
	assert_int_equal(recv(ends[0], &byte, 1, 0), 1);
	assert_int_equal(unload_module(name), -EAGAIN);
	if (kills)
		kill(pid, SIGKILL);
	else
		send(ends[0], &byte, 1, 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, kills ? SIGKILL : 0);
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(unload_module(name), 0);
	assert_int_equal(load_module(path), 0);
}

void load_and_unload_under_use(
	const char *name, const char *path, int nr_cycles, int (*use)(int fd))
{
	for (int i = 0; i < nr_cycles; i++)
		cycle(name, path, i % 2, use);
}
