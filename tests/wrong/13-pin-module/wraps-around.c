/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: ranges_that_are_none_are_invalid
 * Adds without care. */

	// tag::todo-1[]
	if (!length || offset_in_page(address) || offset_in_page(length))
		return -EINVAL;
	*ret = address + length;
	return 0;
	// end::todo-1[]
