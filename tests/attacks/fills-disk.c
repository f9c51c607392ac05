/* SPDX-License-Identifier: MIT */
/*
 * in lab02, caught by: all
 * Fills whatever can be written to, with names and with bytes.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const folders[] = {"/tmp", "/dev/shm"};

static void make_names(const char *folder)
{
	char path[64];
	int fd;

	for (int i = 0;; i++) {
		snprintf(path, sizeof(path), "%s/%d", folder, i);
		fd = open(path, O_WRONLY | O_CREAT, 0600);
		if (fd < 0)
			return;
		close(fd);
	}
}

int main(void)
{
	static char block[1 << 20];
	char path[64];

	memset(block, 1, sizeof(block));
	for (int i = 0; i < 2; i++)
		make_names(folders[i]);
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/0", folders[i]);
		int fd = open(path, O_WRONLY);

		while (write(fd, block, sizeof(block)) > 0)
			;
	}
	return 0;
}
