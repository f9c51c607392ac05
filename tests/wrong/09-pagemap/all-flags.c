/* SPDX-License-Identifier: MIT */
/* caught by: pages_are_counted_by_type_many_at_a_time
 * Takes all flags, also those that the kernel changes from one moment to the next. */
	// tag::todo-5[]
	struct pagemap_entry pages[PART_PAGES];
	uint64_t flags[PART_PAGES];
	size_t nr;

	for (; start < end; start += nr * page_bytes) {
		nr = (end - start) / page_bytes;
		if (nr > PART_PAGES)
			nr = PART_PAGES;
		if (translate(pagemap, start, nr, pages) ||
			ask_frames(kpageflags, pages, nr, flags))
			return;
		for (size_t i = 0; i < nr; i++)
			if (pages[i].present)
				page_types_add(types, flags[i] & UINT64_MAX);
	}
	// end::todo-5[]
