/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: ranges_that_are_none_are_invalid
 * Does not look whether there is a length at all. */

	// tag::todo-1[]
	if (offset_in_page(address) || offset_in_page(length))
		return -EINVAL;
	return check_add_overflow(address, length, ret) ? -EINVAL : 0;
	// end::todo-1[]
