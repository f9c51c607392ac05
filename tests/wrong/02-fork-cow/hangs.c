/* SPDX-License-Identifier: MIT */
/* caught by: the_first_writer_gets_the_copy the_last_owner_keeps_its_frames each_write_costs_one_fault_a_page report_agrees
 * The child never goes on. */
	// tag::forked[]
	lab_checkpoint("forked");
	for (;;)
		pause();
	// end::forked[]
