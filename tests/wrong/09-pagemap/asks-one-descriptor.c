/* SPDX-License-Identifier: MIT */
/* caught by: hidden_frames_are_called_hidden
 * Reads by the descriptor of root all the time, and leaves out the frames for the other. */

	// tag::translate[]
	static int first = -1;
	uint64_t words[PART_PAGES];
	ssize_t size;

	first = first < 0 ? pagemap : first;
	size = read_at(first, address / page_bytes * 8, words, nr * 8);
	if (size != (ssize_t)(nr * 8))
		return size < 0 ? (int)size : -ENODATA;
	for (size_t i = 0; i < nr; i++) {
		decode(words[i], &ret[i]);
		if (pagemap != first)
			ret[i].pfn = 0;
	}
	return 0;
	// end::translate[]
