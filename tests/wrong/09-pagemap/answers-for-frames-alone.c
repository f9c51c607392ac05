/* SPDX-License-Identifier: MIT */
/* caught by: frames_tell_how_often_they_are_mapped
 * Leaves the answer for a page without a frame as it was. */
	// tag::todo-4[]
	size_t run;

	for (size_t i = 0; i < nr; i += run) {
		ssize_t size;

		run = 1;
		if (!pages[i].pfn)
			continue;
		while (i + run < nr && pages[i + run].pfn == pages[i].pfn + run)
			run++;
		size = read_at(fd, pages[i].pfn * 8, ret + i, run * 8);
		if (size != (ssize_t)(run * 8))
			return size < 0 ? (int)size : -ENODATA;
	}
	return 0;
	// end::todo-4[]
