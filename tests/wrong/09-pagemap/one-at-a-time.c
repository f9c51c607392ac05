/* SPDX-License-Identifier: MIT */
/* caught by: pages_are_counted_by_type_many_at_a_time
 * Reads one word of pagemap at a time: right, and a hundred times slower. */
	// tag::translate[]
	uint64_t word;

	for (size_t i = 0; i < nr; i++) {
		if (read_at(pagemap, (address / page_bytes + i) * 8, &word, 8) != 8)
			return -ENODATA;
		decode(word, &ret[i]);
	}
	return 0;
	// end::translate[]
