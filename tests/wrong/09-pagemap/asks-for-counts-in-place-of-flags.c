/* SPDX-License-Identifier: MIT */
/* caught by: pages_are_counted_by_type_many_at_a_time
 * Takes the flags of a second frame for those of all tails, and reads as many words of another
 * file. */

	// tag::todo-5[]
	struct pagemap_entry pages[PART_PAGES];
	uint64_t flags[PART_PAGES], counts[PART_PAGES];
	size_t nr;

	for (; start < end; start += nr * page_bytes) {
		bool is_huge;

		nr = (end - start) / page_bytes;
		if (nr > PART_PAGES)
			nr = PART_PAGES;
		if (translate(pagemap, start, nr, pages) ||
			ask_frames(kpagecount, pages, nr, counts))
			return;
		is_huge = nr > 2 && pages[0].pfn && pages[nr - 1].pfn == pages[0].pfn + nr - 1;
		if (ask_frames(kpageflags, pages, is_huge ? 2 : nr, flags))
			return;
		for (size_t i = 2; is_huge && i < nr; i++)
			flags[i] = flags[1];
		for (size_t i = 0; i < nr; i++)
			if (pages[i].present)
				page_types_add(types, flags[i] & PAGE_TYPES_STABLE);
	}
	// end::todo-5[]
