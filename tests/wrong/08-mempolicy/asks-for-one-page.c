/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Asks about one page as often as there are pages. */
	// tag::todo-5[]
	static char *first;
	int node;
	if (!first || page - first >= (long)(nr_pages * page_bytes) || page < first) first = page;
	return get_mempolicy(&node, NULL, 0, first, MPOL_F_NODE | MPOL_F_ADDR) ? -errno : (int)node;
	// end::todo-5[]
