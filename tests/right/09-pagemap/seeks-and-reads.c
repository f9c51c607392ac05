/* SPDX-License-Identifier: MIT */
/* lseek(2) and read(2) for pread(2). */

	// tag::todo-1[]
	ssize_t nr = lseek(fd, (off_t)offset, SEEK_SET) < 0 ? -1 : read(fd, ret, size);

	return nr < 0 ? -errno : nr;
	// end::todo-1[]
