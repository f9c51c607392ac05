/* SPDX-License-Identifier: MIT */
/* caught by: the_first_writer_gets_the_copy the_last_owner_keeps_its_frames each_write_costs_one_fault_a_page
 * Has the kernel make all pages writable before it writes: no write takes a fault. */
	// tag::todo-3[]
	struct faults before, after;
	faults_self(&before);
	madvise(buffer, nr_pages * page_bytes, MADV_POPULATE_WRITE);
	write_pages(buffer, value);
	faults_self(&after);
	return after.minor - before.minor;
	// end::todo-3[]
