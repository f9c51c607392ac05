/* SPDX-License-Identifier: MIT */
/* caught by: all
 * Every page is different: nothing can be merged. */
	// tag::todo-1[]
	for (size_t i = 0; i < nr_pages; i++)
		fill_page(buffer + i * page_bytes, i + (size_t)getpid() * 1000);
	// end::todo-1[]
