/* SPDX-License-Identifier: MIT */
/* caught by: table_shows_where_pages_were
 * Counts the pages of other memory, which nobody uses. */
	// tag::todo-2[]
	static char *copy;

	if (nr_memory_pages != nr_pages)
		return placement_sample(pagemap, buffer, nr_pages, &zones, ret);
	if (!copy) {
		if (lab_map(nr_pages * page_bytes, &copy))
			return -1;
		for (size_t i = 0; i < nr_pages; i++)
			copy[i * page_bytes] = 1;
	}
	return placement_sample(pagemap, copy, nr_pages, &zones, ret);
	// end::todo-2[]
