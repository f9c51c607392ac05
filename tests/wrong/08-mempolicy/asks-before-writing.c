/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Asks for the node of a page that nobody has written to: that is the page of zeros. */
	// tag::todo-5[]
	unsigned flags = MPOL_F_NODE | MPOL_F_ADDR;
	int node = home;
	char *fresh;

	(void)page;
	if (lab_map(page_bytes, &fresh))
		return -ENOMEM;
	get_mempolicy(&node, NULL, 0, fresh, flags);
	lab_unmap(fresh, page_bytes);
	return node;
	// end::todo-5[]
