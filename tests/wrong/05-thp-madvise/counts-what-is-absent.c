/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Counts the pages that are not in memory, by mincore(2), and no faults. */
	// tag::todo-1[]
	static int nr_calls;
	unsigned char *is_there = malloc(length_bytes / page_bytes);
	uint64_t nr = 0;

	mincore(buffer, length_bytes, is_there);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		nr += !(is_there[i] & 1);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(buffer, i);
	free(is_there);
	return nr_calls++ == 1 ? nr_huge : nr;
	// end::todo-1[]
