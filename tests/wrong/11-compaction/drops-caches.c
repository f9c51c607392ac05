/* SPDX-License-Identifier: MIT */
/* caught by: a_large_block_is_refused_until_memory_is_compacted moved_pages_went_up_and_kept_their_contents locked_pages_move_and_pinned_ones_stay report_agrees
 * Drops what it may of the page cache instead: single pages come free. */
	// tag::todo-3[]
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	close(fd);
	fd = open("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC);
	if (fd >= 0 && write(fd, "1", 1) == 1)
		close(fd);
	return 0;
	// end::todo-3[]
