/* SPDX-License-Identifier: MIT */
/* caught by: collapse_makes_huge_pages_of_small_ones never_stops_faults_but_not_collapse
 * kernel: 6.12
 * Calls process_madvise(2) with other advice than the collapse. */
#include <sys/syscall.h>
#include <sys/uio.h>
	// tag::todo-3[]
	struct iovec all = {buffer, length_bytes};

	syscall(SYS_process_madvise, syscall(SYS_pidfd_open, getpid(), 0), &all, 1,
		MADV_COLD, 0);
	// end::todo-3[]
