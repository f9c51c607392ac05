/* SPDX-License-Identifier: MIT */
/* caught by: pages_are_counted_by_type_many_at_a_time
 * Never comes to an end of counting. */
	// tag::todo-5[]
	(void)pagemap, (void)start, (void)end, (void)types;
	for (;;)
		pause();
	// end::todo-5[]
