/* SPDX-License-Identifier: MIT */
/* caught by: each_write_costs_one_fault_a_page
 * Reads each page before it writes: on this CPU the read faults too. */
	// tag::todo-1[]
	for (size_t i = 0; i < nr_pages; i++) {
		if (*(volatile char *)(buffer + i * page_bytes) != value)
			buffer[i * page_bytes] = value;
	}
	// end::todo-1[]
