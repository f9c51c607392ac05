/* SPDX-License-Identifier: MIT */
/* Two processes that take turns (turns.h). */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/kernel/descriptor.h"
#include "turns.h"

int turns_make(int ret_ends[2])
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return -errno;
	for (int i = 0; i < 2; i++)
		ret_ends[i] = descriptor_move_up(ends[i], STDERR_FILENO + 1);
	return 0;
}

void turns_choose(int ends[2], int mine)
{
	close(ends[!mine]);
	ends[!mine] = -1;
}

int turn_pass(int end)
{
	return send(end, "", 1, MSG_NOSIGNAL) == 1 ? 0 : -EPIPE;
}

int turn_await(int end)
{
	ssize_t n;
	char byte;

	do
		n = recv(end, &byte, 1, 0);
	while (n < 0 && errno == EINTR);
	return n == 1 ? 0 : -EPIPE;
}
