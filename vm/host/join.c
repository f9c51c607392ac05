/* SPDX-License-Identifier: MIT */
/* Joins a machine that another process, or this one, shares (vm.h). */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "talk.h"

/* A connection, non-blocking, or -errno. */
static int connect_to(const char *path)
{
	struct sockaddr_un address;
	int folder, fd, err = share_address(path, &address, &folder);

	if (err)
		return err;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) ||
		fcntl(fd, F_SETFL, O_NONBLOCK))
		err = -errno;
	close(folder);
	if (err && fd >= 0)
		close(fd);
	return err ? err : fd;
}

int vm_join(const char *path, struct vm **ret)
{
	struct vm *vm;
	int err, fd = connect_to(path);

	if (fd < 0)
		return fd;
	vm = calloc(1, sizeof(*vm));
	err = vm ? 0 : -ENOMEM;
	if (!err) {
		*vm = (struct vm){.slowness = 1.0,
			.listen_fd = -1,
			.qemu = {.channel = fd, .qmp = -1, .console = -1}};
		err = link_init(&vm->link, fd);
	} else {
		close(fd);
	}
	if (!err)
		err = vm_ping(vm);
	if (err) {
		vm_close(vm);
		return err;
	}
	*ret = vm;
	return 0;
}

bool vm_is_joined(const struct vm *vm)
{
	return !vm->qemu.pid;
}
