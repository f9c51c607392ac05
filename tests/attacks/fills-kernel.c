/* SPDX-License-Identifier: MIT */
/*
 * in lab02, caught by: all
 * Takes memory in the kernel, not in itself: pipes and sockets that nobody reads, shared
 * segments that nobody maps, in as many processes as there may be.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <unistd.h>

static char block[1 << 16];

static void fill(int fd)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (write(fd, block, sizeof(block)) > 0)
		;
}

static void fill_descriptors(void)
{
	int ends[2];

	while (!socketpair(AF_UNIX, SOCK_STREAM, 0, ends)) {
		fill(ends[0]);
		fill(ends[1]);
		if (!pipe(ends))
			fill(ends[1]);
	}
}

int main(void)
{
	while (fork() >= 0) {
		void *segment = shmat(shmget(IPC_PRIVATE, 1 << 20, 0600), NULL, 0);

		if (segment != (void *)-1)
			memset(segment, 1, 1 << 20);
		fill_descriptors();
	}
	fill_descriptors();
	for (;;)
		pause();
}
