/* SPDX-License-Identifier: MIT */
/* caught by: the_first_writer_gets_the_copy the_last_owner_keeps_its_frames each_write_costs_one_fault_a_page
 * The child reads: as many faults, and not one copy. */
	// tag::todo-1[]
	for (size_t i = 0; i < nr_pages; i++) {
		if (value == 20)
			(void)*(volatile char *)(buffer + i * page_bytes);
		else
			buffer[i * page_bytes] = value;
	}
	// end::todo-1[]
