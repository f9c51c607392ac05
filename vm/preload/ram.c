/* SPDX-License-Identifier: MIT */
/*
 * Loaded into QEMU before its libraries (ld.so(8), LD_PRELOAD) where a machine's RAM files may only
 * be read. QEMU 7.2 opens such a file for writing although a clone maps it copy-on-write, for which
 * a file that can be read is enough (mmap(2), MAP_PRIVATE). So open(2) of the inherited RAM files
 * gives another descriptor of them, and all else is opened as ever.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "vm/host/qemu.h"

int __open64_2(const char *path, int flags);

static int open_any(const char *path, int flags, mode_t mode)
{
	int fd, end = 0;

	if (sscanf(path, "/proc/self/fd/%d%n", &fd, &end) == 1 && !path[end] &&
		fd >= QEMU_RAM_FD && fd < QEMU_RAM_FD + VM_MAX_NODES)
		return fcntl(fd, F_DUPFD_CLOEXEC, 0);
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

/* The two names by which programs with files of more than 2 GiB call it. */
int open64(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	return open_any(path, flags, mode);
}

int __open64_2(const char *path, int flags)
{
	return open_any(path, flags, 0);
}
