/* SPDX-License-Identifier: MIT */
/* caught by: pages_are_counted_by_type_many_at_a_time
 * In a run of frames it reads the flags of two, and takes those of the second for the others'. */
	// tag::todo-4[]
	size_t run;

	memset(ret, 0, nr * sizeof(*ret));
	for (size_t i = 0; i < nr; i += run) {
		size_t part;

		run = 1;
		if (!pages[i].pfn)
			continue;
		while (i + run < nr && pages[i + run].pfn == pages[i].pfn + run)
			run++;
		part = fd == kpageflags && run > 2 ? 2 : run;
		if (read_at(fd, pages[i].pfn * 8, ret + i, part * 8) != (ssize_t)(part * 8))
			return -ENODATA;
		for (size_t k = part; k < run; k++)
			ret[i + k] = ret[i + 1];
	}
	return 0;
	// end::todo-4[]
