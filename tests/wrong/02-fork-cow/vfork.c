/* SPDX-License-Identifier: MIT */
/* caught by: fork_shares_every_frame the_first_writer_gets_the_copy the_last_owner_keeps_its_frames each_write_costs_one_fault_a_page report_agrees
 * vfork: no second memory, so nothing is shared and nothing is copied. */
	// tag::todo-2[]
	return vfork();
	// end::todo-2[]
