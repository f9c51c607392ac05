/* SPDX-License-Identifier: MIT */
/* caught by: reads_end_as_the_kernel_ends_them
 * Reads whole words from where the word begins, and refuses by itself what is none. */

	// tag::todo-1[]
	char words[256];
	ssize_t nr;

	if (size <= sizeof(words) && (size % 8 || offset % 8)) {
		nr = pread(fd, words, (size + 7) / 8 * 8, (off_t)(offset / 8 * 8));
		return nr < 0 ? -errno : -EINVAL;
	}
	nr = pread(fd, ret, size, (off_t)offset);
	return nr < 0 ? -errno : nr;
	// end::todo-1[]
