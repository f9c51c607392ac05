/* SPDX-License-Identifier: MIT */
/* caught by: reads_end_as_the_kernel_ends_them
 * Rounds offset and size to whole words, and so never sees an error. */
	// tag::todo-1[]
	ssize_t nr = pread(fd, ret, (size + 7) / 8 * 8, offset / 8 * 8);

	return nr < 0 ? -errno : nr;
	// end::todo-1[]
