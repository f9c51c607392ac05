/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Returns how many pages of the pool are free: all, as long as nobody uses one. */
	// tag::todo-2[]
	struct hugepages pool = {0};

	hugepages_write(page_bytes, node, nr_pages);
	hugepages_read(page_bytes, node, &pool);
	return pool.free;
	// end::todo-2[]
