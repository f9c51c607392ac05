/* SPDX-License-Identifier: MIT */
/* caught by: table_shows_where_pages_were
 * The table grows steadily, as one would think that it does. */
	// tag::todo-2[]
	static size_t nr_looks;
	int err = placement_sample(pagemap, buffer, nr_pages, &zones, ret);

	if (!err && nr_memory_pages == nr_pages && ++nr_looks > 1 &&
		ret->nr_on_node[AWAY] * 100 < nr_pages * 90) {
		ret->nr_on_node[AWAY] = nr_looks * nr_pages / 100;
		ret->nr_on_node[HOME] = nr_pages - ret->nr_on_node[AWAY];
	}
	return err;
	// end::todo-2[]
