/* SPDX-License-Identifier: MIT */
/* caught by: without_advice_a_fault_brings_a_small_page
 * Has a system call bring the pages of the first buffer. */
	// tag::todo-1[]
	static int nr_calls;
	struct faults before, after;

	faults_self(&before);
	if (!nr_calls++)
		madvise(buffer, length_bytes, MADV_POPULATE_WRITE);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(buffer, i);
	faults_self(&after);
	return after.minor - before.minor;
	// end::todo-1[]
