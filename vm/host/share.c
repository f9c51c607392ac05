/* SPDX-License-Identifier: MIT */
/* Shares a machine with whoever joins it (vm.h, hub.h). */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "hub.h"
#include "talk.h"

int share_address(const char *path, struct sockaddr_un *ret, int *ret_folder)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];
	int n;

	if (!slash || slash - path >= PATH_MAX)
		return -EINVAL;
	snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path), path);
	*ret_folder = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (*ret_folder < 0)
		return -errno;
	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	n = snprintf(ret->sun_path, sizeof(ret->sun_path), "/proc/self/fd/%d/%s",
		*ret_folder, slash + 1);
	if (n < (int)sizeof(ret->sun_path))
		return 0;
	close(*ret_folder);
	return -ENAMETOOLONG;
}

/* A descriptor that hears at the address, or -errno. Nobody else may connect. */
static int listen_at(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	mode_t mask;
	int err = 0;

	if (fd < 0)
		return -errno;
	unlink(address->sun_path); /* of one that was killed, or of another machine */
	mask = umask(0177);
	if (bind(fd, (const struct sockaddr *)address, sizeof(*address)) || listen(fd, 4))
		err = -errno;
	umask(mask);
	if (err)
		close(fd);
	return err ? err : fd;
}

int vm_share(struct vm *vm, const char *path)
{
	struct sockaddr_un address;
	struct stat st;
	int folder, seat, err = share_address(path, &address, &folder);

	if (err)
		return err;
	vm->listen_fd = listen_at(&address);
	err = vm->listen_fd < 0 ? vm->listen_fd : 0;
	if (!err && stat(address.sun_path, &st))
		err = -errno;
	if (!err) {
		vm->shared_ino = st.st_ino;
		vm->shared_at = strdup(path);
		err = vm->shared_at ? 0 : -ENOMEM;
	}
	close(folder);
	if (!err)
		err = hub_start(vm->qemu.channel, vm->listen_fd, &vm->hub, &seat);
	if (err)
		share_end(vm);
	else
		vm->link.fd = seat;
	return err;
}

void share_end(struct vm *vm)
{
	struct stat st;

	if (vm->hub) {
		shutdown(vm->link.fd, SHUT_RDWR);
		hub_stop(vm->hub);
		close(vm->link.fd);
	}
	/* Another machine may have taken the place. */
	if (vm->shared_at && !stat(vm->shared_at, &st) && st.st_ino == vm->shared_ino)
		unlink(vm->shared_at);
	free(vm->shared_at);
	if (vm->listen_fd >= 0)
		close(vm->listen_fd);
	vm->hub = NULL;
	vm->shared_at = NULL;
	vm->listen_fd = -1;
}
