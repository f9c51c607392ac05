/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Asks node 1 for 1024 pages, which is all that it could have, and not for 100000. */
	// tag::todo-2[]
	struct hugepages pool = {0};

	hugepages_write(page_bytes, node, nr_pages > 1024 ? 1024 : nr_pages);
	hugepages_read(page_bytes, node, &pool);
	return pool.nr;
	// end::todo-2[]
