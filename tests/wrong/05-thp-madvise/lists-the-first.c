/* SPDX-License-Identifier: MIT */
/* caught by: collapse_makes_huge_pages_of_small_ones never_stops_faults_but_not_collapse
 * kernel: 6.12
 * Collapses by process_madvise(2), and lists the first huge page alone. */
#include <sys/syscall.h>
#include <sys/uio.h>
	// tag::todo-3[]
	struct iovec first = {buffer, huge_bytes};

	syscall(SYS_process_madvise, syscall(SYS_pidfd_open, getpid(), 0), &first, 1,
		MADV_COLLAPSE, 0);
	// end::todo-3[]
