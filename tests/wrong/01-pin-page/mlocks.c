/* SPDX-License-Identifier: MIT */
/* caught by: pinning_untouched_pages_faults_in_every_one pinning_written_pages_faults_in_none the_kernel_counts_each_pinned_page_once pinned_pages_stay_while_others_move what_was_acquired_is_released
 * Locks the pages: they stay in memory, but not in their frames. */
	// tag::todo-1[]
	struct faults before, after;

	faults_self(&before);
	if (syscall(SYS_mlock, buffer, nr_pages * page_bytes))
		return -errno;
	faults_self(&after);
	*ret_nr_faults = after.minor - before.minor;
	return 0;
	// end::todo-1[]
	// tag::todo-2[]
	return syscall(SYS_munlock, buffer, nr_pages * page_bytes) ? -errno : 0;
	// end::todo-2[]
	// tag::patience[]
#include <sys/syscall.h>
#define PATIENCE_MS 8000
	// end::patience[]
