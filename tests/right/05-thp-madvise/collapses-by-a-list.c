/* SPDX-License-Identifier: MIT */
/* Collapses by process_madvise(2), in two parts, where the kernel lets a program do so: 6.1 does not. */
#include <sys/syscall.h>
#include <sys/uio.h>
	// tag::todo-3[]
	struct iovec parts[] = {{buffer, huge_bytes},
		{buffer + huge_bytes, length_bytes - huge_bytes}};
	int self = (int)syscall(SYS_pidfd_open, getpid(), 0);

	if (syscall(SYS_process_madvise, self, parts, 2, MADV_COLLAPSE, 0) < 0)
		madvise(buffer, length_bytes, MADV_COLLAPSE);
	close(self);
	// end::todo-3[]
