/* SPDX-License-Identifier: MIT */
/* caught by: table_shows_where_pages_were
 * On node 0 there are fewer pages at each look, steadily, as one would think. */
	// tag::todo-2[]
	static size_t nr_looks;
	int err = placement_sample(pagemap, buffer, nr_pages, &zones, ret);

	if (nr_memory_pages == nr_pages)
		ret->nr_on_node[HOME] = nr_pages - nr_looks++ * nr_pages / 1000;
	return err;
	// end::todo-2[]
