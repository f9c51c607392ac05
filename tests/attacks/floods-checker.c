/* SPDX-License-Identifier: MIT */
/* Opens as many connections to the checker as it can and sends nonsense on them. */
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <stdlib.h>

int main(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const char *path = getenv("PAGELAB_STAGE");
	char nonsense[4096];

	if (!path || strlen(path) >= sizeof(address.sun_path))
		return 1;
	strcpy(address.sun_path, path);
	memset(nonsense, 0xa5, sizeof(nonsense));
	for (int i = 0; i < 5000; i++) {
		int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);

		if (fd < 0)
			break;
		if (connect(fd, (struct sockaddr *)&address, sizeof(address)))
			continue;
		for (size_t size = 1; size <= sizeof(nonsense); size *= 64)
			send(fd, nonsense, size, MSG_NOSIGNAL | MSG_DONTWAIT);
	}
	return 0;
}
