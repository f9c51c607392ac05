/* SPDX-License-Identifier: MIT */
/* Asks move_pages() without nodes where a page is. */
	// tag::todo-5[]
	void *pages[] = {page};
	int status = -1;

	return numa_move_pages(0, 1, pages, NULL, &status, 0) ? -errno : status;
	// end::todo-5[]
