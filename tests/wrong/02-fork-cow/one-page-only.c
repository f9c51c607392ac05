/* SPDX-License-Identifier: MIT */
/* caught by: the_first_writer_gets_the_copy the_last_owner_keeps_its_frames each_write_costs_one_fault_a_page report_agrees
 * The child writes one page only. */
	// tag::todo-1[]
	for (size_t i = 0; i < (value == 20 ? 1 : nr_pages); i++)
		buffer[i * page_bytes] = value;
	// end::todo-1[]
