/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Reads how many pages there are on all nodes, whichever it has asked. */
	// tag::todo-2[]
	struct hugepages pool = {0};

	hugepages_write(page_bytes, node, nr_pages);
	hugepages_read(page_bytes, ALL_NODES, &pool);
	return pool.nr;
	// end::todo-2[]
