/* SPDX-License-Identifier: MIT */
/* caught by: every_page_has_the_frame_that_the_kernel_says every_bit_of_a_word_means_what_it_means hidden_frames_are_called_hidden frames_tell_how_often_they_are_mapped
 * Leaves out the words that are 0, so that later pages move up. */
	// tag::translate[]
	uint64_t words[PART_PAGES];
	ssize_t size = read_at(pagemap, address / page_bytes * 8, words, nr * 8);
	size_t nr_found = 0;

	if (size != (ssize_t)(nr * 8))
		return size < 0 ? (int)size : -ENODATA;
	for (size_t i = 0; i < nr; i++)
		if (words[i])
			decode(words[i], &ret[nr_found++]);
	while (nr_found < nr)
		decode(0, &ret[nr_found++]);
	return 0;
	// end::translate[]
