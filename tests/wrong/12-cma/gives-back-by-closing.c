/* SPDX-License-Identifier: MIT */
/* caught by: what_is_given_back_is_free_and_stays_empty
 * Closes the device instead of asking it: the end that every program has. */
	// tag::todo-3[]
	return close(device) ? -errno : 0;
	// end::todo-3[]
