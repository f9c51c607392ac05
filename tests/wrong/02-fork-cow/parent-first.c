/* SPDX-License-Identifier: MIT */
/* caught by: the_first_writer_gets_the_copy the_last_owner_keeps_its_frames each_write_costs_one_fault_a_page report_agrees
 * The parent writes first, and so the parent gets the copies. */
	// tag::forked[]
	lab_checkpoint("forked");
	turn_pass(turn);
	turn_await(turn);
	// end::forked[]
	// tag::order[]
	turn_await(turn);
	write_pages(buffer, 10);
	turn_pass(turn);
	turn_await(turn);
	// end::order[]
