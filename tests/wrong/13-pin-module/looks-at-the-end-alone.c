/* SPDX-License-Identifier: MIT */
/* caught by: ranges_that_are_none_are_invalid
 * A range may begin anywhere, as long as it ends with a page. */
	// tag::todo-1[]
	if (check_add_overflow(address, length, ret))
		return -EINVAL;
	return !length || offset_in_page(*ret) ? -EINVAL : 0;
	// end::todo-1[]
