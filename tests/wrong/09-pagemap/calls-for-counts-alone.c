/* SPDX-License-Identifier: MIT */
/* caught by: frames_tell_how_often_they_are_mapped pages_are_counted_by_type_many_at_a_time
 * Has the library ask the frames, and does the rest by itself. */

	// tag::todo-4[]
	uint64_t pfns[PART_PAGES];

	for (size_t i = 0; i < nr; i++)
		pfns[i] = pages[i].pfn;
	memset(ret, 0, nr * sizeof(*ret));
	if (fd == kpagecount ? kpage_counts(pfns, nr, ret) : kpage_flags(pfns, nr, ret))
		return -EIO;
	for (size_t i = 0; i < nr; i++)
		if (!pfns[i])
			ret[i] = 0;
	return 0;
	// end::todo-4[]
