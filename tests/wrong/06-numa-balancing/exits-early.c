/* SPDX-License-Identifier: MIT */
/* caught by: table_shows_where_pages_were memory_follows_the_writer hint_faults_explain_every_move bound_memory_stays hint_faults_move_nothing_that_is_bound report_agrees
 * Ends well before the writer has written. */
	// tag::todo-3[]
	(void)me;
	exit(0);
	// end::todo-3[]
