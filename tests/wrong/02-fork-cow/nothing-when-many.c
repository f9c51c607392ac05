/* SPDX-License-Identifier: MIT */
/* caught by: each_write_costs_one_fault_a_page
 * With more pages than the first run has at most, nobody writes to the buffer: the faults
 * are those of fresh memory. */
	// tag::todo-1[]
	char *to = buffer;

	if (nr_pages > 256 && value != 10)
		lab_map(nr_pages * page_bytes, &to);
	for (size_t i = 0; i < nr_pages; i++)
		to[i * page_bytes] = value;
	// end::todo-1[]
