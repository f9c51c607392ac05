/* SPDX-License-Identifier: MIT */
/* caught by: each_write_costs_one_fault_a_page
 * With more pages than the first run has at most, the child reads and does not write. */
	// tag::todo-1[]
	for (size_t i = 0; i < nr_pages; i++) {
		if (value == 20 && nr_pages > 256)
			(void)*(volatile char *)(buffer + i * page_bytes);
		else
			buffer[i * page_bytes] = value;
	}
	// end::todo-1[]
