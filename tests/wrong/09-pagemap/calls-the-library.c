/* SPDX-License-Identifier: MIT */
/* caught by: every_page_has_the_frame_that_the_kernel_says every_bit_of_a_word_means_what_it_means hidden_frames_are_called_hidden frames_tell_how_often_they_are_mapped pages_are_counted_by_type_many_at_a_time
 * Calls what this lab has it write. */

	// tag::todo-2[]
#include "page_census.h"
	pagemap_decode(word, ret);
	// end::todo-2[]

	// tag::todo-4[]
	uint64_t pfns[PART_PAGES];

	(void)fd;
	for (size_t i = 0; i < nr; i++)
		pfns[i] = pages[i].pfn;
	if (kpage_counts(pfns, nr, ret))
		return -EIO;
	for (size_t i = 0; i < nr; i++)
		if (!pfns[i])
			ret[i] = 0;
	return 0;
	// end::todo-4[]

	// tag::todo-5[]
	page_census_range(pagemap, start, end, types);
	// end::todo-5[]
