/* SPDX-License-Identifier: MIT */
/* The agent loads a kernel module, and passes on what the kernel says of it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"
#include "common/kernel/kmsg.h"

/* Every out-of-tree module that is not signed gets these two, good or bad. */
static bool is_usual(const char *text)
{
	return strstr(text, "loading out-of-tree module taints kernel") ||
	       strstr(text, "module verification failed: signature");
}

/* The messages with "; " between them. */
static void collect(int log_fd, char *ret_log, size_t size)
{
	struct kmsg message;
	size_t at = 0;
	int err;

	while ((err = kmsg_next(log_fd, &message)) != -ENODATA && at < size) {
		if (err && err != -EPIPE && err != -EBADMSG)
			return;
		if (!err && !is_usual(message.text))
			at += snprintf(ret_log + at, size - at, "%s%s", at ? "; " : "",
				message.text);
	}
}

/* Not busybox's insmod: it runs the init function of a module that failed twice. */
int module_load(const char *path, const char *parameters, char *ret_log, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), log_fd, err = 0;

	if (fd < 0)
		return -errno;
	if (kmsg_open(&log_fd))
		log_fd = -1;
	if (syscall(SYS_finit_module, fd, parameters, 0))
		err = -errno;
	if (err && log_fd >= 0)
		collect(log_fd, ret_log, size);
	if (log_fd >= 0)
		close(log_fd);
	close(fd);
	return err;
}
