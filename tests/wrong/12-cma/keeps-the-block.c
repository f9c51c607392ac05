/* SPDX-License-Identifier: MIT */
/* caught by: what_is_given_back_is_free_and_stays_empty
 * Leaves it to the end of the program. */
	// tag::todo-3[]
	return 0;
	// end::todo-3[]
