/* SPDX-License-Identifier: MIT */
/* caught by: each_size_has_a_pool_of_its_own a_file_keeps_its_pages_until_it_is_removed report_agrees
 * Stops for good while it holds all of node 1. */
	// tag::todo-4[]
	resize_pool(huge_bytes, 1, TOO_MANY);
	for (;;)
		pause();
	// end::todo-4[]
