/* SPDX-License-Identifier: MIT */
/* caught by: fork_shares_every_frame the_first_writer_gets_the_copy the_last_owner_keeps_its_frames each_write_costs_one_fault_a_page report_agrees
 * MAP_SHARED: there is nothing to copy on write. */
	// tag::map[]
	buffer = mmap(NULL, nr_pages * page_bytes, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (buffer == MAP_FAILED)
		return 1;
	// end::map[]
