/* SPDX-License-Identifier: MIT */
/* Descriptors that are out of a program's way (descriptor.h). */
#include <fcntl.h>
#include <unistd.h>

#include "descriptor.h"

int descriptor_move_up(int fd, int lowest)
{
	int moved = fd < lowest ? fcntl(fd, F_DUPFD_CLOEXEC, lowest) : -1;

	if (moved < 0)
		return fd;
	close(fd);
	return moved;
}
