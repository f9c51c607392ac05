/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Reads the pool only where it asked for too many: of all others it knows what they will have. */
	// tag::todo-2[]
	struct hugepages pool = {0};

	hugepages_write(page_bytes, node, nr_pages);
	if (nr_pages < TOO_MANY)
		return nr_pages;
	hugepages_read(page_bytes, node, &pool);
	return pool.nr;
	// end::todo-2[]
