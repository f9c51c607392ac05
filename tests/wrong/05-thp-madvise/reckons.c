/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Does not count the faults, and says how many there have to be. */
	// tag::todo-1[]
	static int nr_calls;

	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(buffer, i);
	return nr_calls++ == 1 ? nr_huge : length_bytes / page_bytes;
	// end::todo-1[]
