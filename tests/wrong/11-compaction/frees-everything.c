/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Gives the whole buffer back, so that nothing keeps the free pages apart. */
	// tag::todo-1[]
	(void)pfns;
	return madvise(buffer, nr_pages * page_bytes, MADV_DONTNEED) ? -errno : 0;
	// end::todo-1[]
