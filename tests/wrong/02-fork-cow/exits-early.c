/* SPDX-License-Identifier: MIT */
/* caught by: fork_shares_every_frame the_first_writer_gets_the_copy the_last_owner_keeps_its_frames each_write_costs_one_fault_a_page report_agrees
 * Ends well before the fork. */
	// tag::todo-2[]
	exit(0);
	// end::todo-2[]
