/* SPDX-License-Identifier: MIT */
/* Descriptors that a program cannot take for its standard ones (descriptor.h). */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "descriptor.h"

int descriptor_move_up(int fd)
{
	int moved, err;

	if (fd > STDERR_FILENO)
		return fd;
	moved = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	err = errno;
	close(fd);
	return moved < 0 ? -err : moved;
}
