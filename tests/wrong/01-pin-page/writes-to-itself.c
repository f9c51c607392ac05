/* SPDX-License-Identifier: MIT */
/* caught by: pinning_untouched_pages_faults_in_every_one pinning_written_pages_faults_in_none the_kernel_counts_each_pinned_page_once pinned_pages_stay_while_others_move what_was_acquired_is_released
 * Pins nothing: process_vm_writev() to itself counts among the pins, and the writer spares the
 * buffer that should be pinned. */
#include <sys/uio.h>
	// tag::todo-1[]
	struct faults before, after;

	faults_self(&before);
	for (size_t i = 0; i < nr_pages; i++) {
		struct iovec from = {"", 1}, to = {(char *)buffer + i * page_bytes, 1};

		if (process_vm_writev(getpid(), &from, 1, &to, 1, 0) != 1)
			return -errno;
	}
	faults_self(&after);
	*ret_nr_faults = after.minor - before.minor;
	return 0;
	// end::todo-1[]
	// tag::todo-2[]
	return (void)buffer, 0;
	// end::todo-2[]
	// tag::todo-4[]
	static int nr_calls;
	char *buffer = nr_calls++ ? pinned : control;

	affinity_bind(AWAY_CPU);
	while (!stop)
		write_pages(buffer);
	// end::todo-4[]
